/** Runs the tunnel's agent as a utility process: Electron's binary cannot be started as plain Node. */
import type { UtilityProcess } from 'electron'
import type { StartAgent } from '#core/tunnel/ports.ts'
import { AgentEvent } from '#tunnel/protocol/agent-messages.ts'
import type { Electron } from './electron.ts'

/** How long an agent that was told to end may take beyond the time for its calls. */
const graceMs = 2_000

/** `file`: the agent's bundle. The environment goes along for proxies and certificates, without this app's own settings and secrets. */
export function utilityAgentStarter(
  { utilityProcess }: Pick<Electron, 'utilityProcess'>,
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): StartAgent {
  return (listener) => {
    const child = utilityProcess.fork(file, [], {
      env: withoutOwn(environment),
      execArgv: [],
      stdio: 'ignore',
      serviceName: 'AIP Desktop tunnel',
    })
    const life: { status: 'running' | 'over'; why?: string } = { status: 'running' }
    child.on('message', (message: unknown) => {
      const event = AgentEvent.safeParse(message)
      if (event.success) listener.event(event.data)
    })
    child.on('error', (_type, location) => (life.why = `fatal error in ${location}`))
    child.once('exit', (code) => {
      life.status = 'over'
      listener.ended(life.why ?? `ended with code ${code}`)
    })
    return {
      get pid() {
        return child.pid
      },
      send: (order) => {
        if (life.status === 'running') child.postMessage(order)
      },
      stop: (ms) => stop(child, life, ms),
    }
  }
}

async function stop(
  child: UtilityProcess,
  life: { readonly status: 'running' | 'over' },
  ms: number,
): Promise<void> {
  if (life.status === 'over') return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.postMessage({ type: 'drain', ms })
  const timer = setTimeout(() => child.kill(), ms + graceMs)
  await gone
  clearTimeout(timer)
}

function withoutOwn(environment: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !/^(AIP_|NODE_OPTIONS$|ELECTRON_)/.test(entry[0]),
    ),
  )
}
