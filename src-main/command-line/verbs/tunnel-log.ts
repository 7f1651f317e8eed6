/** `aip tunnel log`: the calls that came through, from the store, whoever runs the tunnel. */
import type { Call, NumberedCall } from '#core/tunnel/ports.ts'
import type { Output, Paint } from '../output.ts'
import type { Verb } from '../verb.ts'
import { withTunnel } from './tunnel.ts'

const newest = 200
const followEveryMs = 300

export function log(options: { follow?: boolean; json?: boolean }): Verb {
  return withTunnel(async (tunnel, { output, signal }) => {
    const calls = tunnel.calls({ limit: newest })
    if (options.follow !== true) {
      const text = calls.map((call) => callText(call, output.paint)).join('\n')
      output.result({ calls }, text === '' ? 'No call has come through yet.' : text)
      return
    }
    let last = show(calls, 0, output)
    while (!signal.aborted) {
      last = show(tunnel.calls({ after: last, limit: newest }), last, output)
      await pause(followEveryMs, signal)
    }
  })
}

/** One line for people. */
export function callText(call: Call, paint: Paint): string {
  const time = new Date(call.at).toISOString().slice(11, 19)
  const what = call.operation === '' ? call.method : `${call.operation} ${call.name}`.trim()
  const good = call.outcome === 'answered' && call.status < 400
  const end = call.failure ?? (call.outcome === 'answered' ? '' : call.outcome)
  const status = good ? paint.good(String(call.status)) : paint.bad(String(call.status))
  return `${paint.dim(time)}  ${status}  ${call.connection}  ${what}  ${Math.round(call.ms)} ms  ${call.caller}${
    end === '' ? '' : `  ${paint.warn(end)}`
  }`
}

function show(calls: readonly NumberedCall[], last: number, output: Output): number {
  for (const call of calls) output.result(call, callText(call, output.paint))
  return calls.at(-1)?.number ?? last
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    const stop = () => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}
