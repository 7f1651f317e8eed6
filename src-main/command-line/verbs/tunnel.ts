/** `aip tunnel link`, `unlink`, `stop`, `expose` and `unexpose`. */
import { appError } from '#core/app-error.ts'
import type { Exposing } from '#core/tunnel/create-tunnel.ts'
import { accessKeyHeader } from '#core/tunnel/tunnel-view.ts'
import { composeTunnel } from '../compose-tunnel.ts'
import type { ComposedTunnel } from '../compose-tunnel.ts'
import type { Output } from '../output.ts'
import { readAll } from '../read-all.ts'
import { removeService } from '../service/use-service.ts'
import type { Verb, VerbContext } from '../verb.ts'

export function link(given: string): Verb {
  return withTunnel(async (tunnel, { host, output, signal }) => {
    if (given === '-' && host.stdin.isTTY) output.note('Paste the key, then press Ctrl+D.')
    const key = given === '-' ? (await readAll(host.stdin, signal)).trim() : given
    await tunnel.link(key, signal)
    const view = tunnel.view()
    if (view.status !== 'linked') return
    const { paint } = output
    output.result(
      { linked: true, tunnel: view.tunnel, relay: view.relay },
      [
        `${paint.good('✓')} This computer is linked to the tunnel ${paint.bold(view.tunnel)} at ${view.relay}`,
        paint.dim('  Next: aip tunnel expose <name>, then aip tunnel start'),
      ].join('\n'),
    )
  })
}

export function unlink(): Verb {
  return withTunnel(async (tunnel, { output, host, signal }) => {
    await removeService(host)
    await tunnel.unlink(signal)
    output.result(
      { linked: false },
      'The link is forgotten here. Whoever runs the relay can revoke this computer there.',
    )
  })
}

export function stop(): Verb {
  return withTunnel(async (tunnel, { output, host, signal }) => {
    const service = await removeService(host)
    const stopped = (await tunnel.stop(signal)) || service
    output.result({ stopped }, stopped ? 'The tunnel is stopped.' : 'The tunnel was not running.')
  })
}

export function expose(name: string, options: { passThrough?: boolean }): Verb {
  return withTunnel(async (tunnel, { output, signal }) => {
    const passThrough = options.passThrough === true
    const exposing = await tunnel.expose(name, { passThrough }, signal)
    showExposing(exposing, tunnel.isRunning(), output)
  })
}

export function unexpose(name: string): Verb {
  return withTunnel((tunnel, { output }) => {
    if (!tunnel.unexpose(name)) throw notExposed(name)
    output.result({ unexposed: name }, `${name} is not offered through the tunnel any more.`)
    return Promise.resolve()
  })
}

/** What to enter on the platform. */
export function showExposing(
  { connection, publicUrl, tools }: Exposing,
  running: boolean,
  output: Output,
): void {
  const { paint } = output
  const url = publicUrl === '' ? 'not known before the tunnel is linked and started' : publicUrl
  output.result(
    { name: connection.name, publicUrl, header: accessKeyHeader, tools },
    [
      `${paint.good('✓')} ${paint.bold(connection.name)} is offered through the tunnel${
        tools.length > 0 ? `, with ${tools.length} approved tools` : ''
      }`,
      '',
      'Enter on your platform:',
      `  Address  ${paint.bold(url)}`,
      `  Header   ${accessKeyHeader}`,
      paint.dim('  The access key comes from whoever runs the relay: aip relay key create'),
      ...(running ? [] : ['', paint.dim('  Next: aip tunnel start')]),
    ].join('\n'),
  )
}

export function withTunnel(
  work: (tunnel: ComposedTunnel, context: VerbContext) => Promise<void>,
): Verb {
  return async (context) => {
    const tunnel = await composeTunnel(context)
    try {
      await work(tunnel, context)
    } finally {
      await tunnel.close()
    }
  }
}

function notExposed(name: string) {
  return appError('not-exposed', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: `${name} is not offered through the tunnel.`,
    next: 'See what is: aip tunnel status',
  })
}
