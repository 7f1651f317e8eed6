/** `aip connect`: the whole journey from an address to a stored connection. */
import { resolve } from 'node:path'
import { createNamedFiles } from '#adapters/named-files.ts'
import { ConnectionSettings } from '#contract/connection.ts'
import { platformCallbackFrom } from '#contract/platform-callback.ts'
import { appError } from '#core/app-error.ts'
import type { ConnectRequest, Connected, Timings } from '#core/app/app.ts'
import type { ClientAnswer } from '#core/guide.ts'
import type { Tunnel } from '#core/tunnel/create-tunnel.ts'
import { linkFacts, notLinked } from '#core/tunnel/link-record.ts'
import { accessKeyHeader } from '#core/tunnel/tunnel-view.ts'
import { appOver, openMachineFor } from '../compose.ts'
import { tunnelOver } from '../compose-tunnel.ts'
import { readAll } from '../read-all.ts'
import { createTerminalGuide } from '../terminal-guide.ts'
import type { Output } from '../output.ts'
import type { Verb, VerbContext } from '../verb.ts'

interface Options {
  name?: string
  scope?: string
  clientId?: string
  clientSecretStdin?: boolean
  clientKey?: string
  identityProvider?: string
  assertion?: string
  clientMetadataUrl?: string
  callback?: string
  grant: string
  loginHost?: string
  header: string[]
  resource: string
  browser: boolean
  timeout: number
  yes?: boolean
  tunnel?: boolean
}

export function connect(url: string, options: Options): Verb {
  return async (context) => {
    const request = await requestOf(url, options, context)
    const machine = await openMachineFor(context)
    const app = appOver(machine)
    const guide = createTerminalGuide(context, {
      opensBrowser: options.browser,
      yes: options.yes === true,
    })
    try {
      const tunnel = tunnelOver(machine, context)
      // Before the person signs in, not after.
      if (options.tunnel === true && !linkFacts(machine.ports.store)) throw notLinked()
      const connected = await app.connect(request, guide, context.signal)
      const { name } = connected.connection
      if (options.tunnel === true) {
        const exposing = await tunnel.expose(name, { passThrough: false }, context.signal)
        showConnected(connected, context.output, exposing.publicUrl)
      } else {
        showConnected(connected, context.output)
        await adviseTunnel(url, name, tunnel, context)
      }
    } finally {
      guide.close()
      await machine.close()
    }
  }
}

/** A platform out there does not reach a server in here: said where it is so, with the way to change it. */
async function adviseTunnel(
  url: string,
  name: string,
  tunnel: Pick<Tunnel, 'zoneOf'>,
  { output, signal }: VerbContext,
): Promise<void> {
  const zone = await tunnel.zoneOf(url, signal)
  if (zone === 'public') return
  const where = zone === 'loopback' ? 'on this computer' : 'in a private network'
  output.note(
    `The server is ${where}, where your platform does not reach it. Offer it through the Edge Tunnel: aip tunnel expose ${quoted(name)}`,
  )
}

/** Prints what `connect` and `sign-in` end with. */
export function showConnected(
  { connection, tools, timings }: Connected,
  output: Output,
  publicUrl?: string,
): void {
  const { name, url, mode, account, status } = connection
  const { paint } = output
  output.result(
    {
      connection: { name, url, mode, account, status },
      tools,
      timings,
      ...(publicUrl !== undefined && { tunnel: { publicUrl, header: accessKeyHeader } }),
    },
    [
      `${paint.good('✓')} ${paint.bold(name)} is ready: ${tools} ${tools === 1 ? 'tool' : 'tools'}${
        account === '' ? '' : `, as ${account}`
      }  ${paint.dim(timingText(timings))}`,
      ...(publicUrl === undefined
        ? []
        : ['Enter on your platform:', `  Address  ${publicUrl}`, `  Header   ${accessKeyHeader}`]),
      paint.dim(`  Next: aip tools ${quoted(name)}`),
    ].join('\n'),
  )
}

function timingText(timings: Timings): string {
  const parts = [
    ['discovery', timings.discover],
    ['registration', timings.register],
    ['sign-in', timings.signIn],
    ['check', timings.verify],
  ] as const
  return parts
    .filter(([, ms]) => ms > 0)
    .map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`)
    .join(' · ')
}

async function requestOf(
  url: string,
  options: Options,
  context: VerbContext,
): Promise<ConnectRequest> {
  const { host } = context
  const headers = Object.fromEntries(options.header.map(headerOf))
  const settings = ConnectionSettings.parse({
    scope: options.scope,
    loginHost: options.loginHost,
    resource: options.resource,
    grantType: options.grant,
    clientMetadataUrl: options.clientMetadataUrl,
    callbackUrl: callbackOf(options.callback),
    identityProviderFile: absolute(options.identityProvider, host),
    assertionFile: absolute(options.assertion, host),
    headers: Object.keys(headers),
  })
  const client = await clientOf(options, context)
  return {
    url,
    settings,
    headers,
    patienceMs: options.timeout * 1000,
    ...(options.name !== undefined && { name: options.name }),
    ...(client && { client }),
  }
}

async function clientOf(
  { clientId, clientSecretStdin = false, clientKey }: Options,
  { host, signal }: VerbContext,
): Promise<ClientAnswer | undefined> {
  if (clientId === undefined) {
    if (clientSecretStdin || clientKey !== undefined) {
      throw usage('A secret or a key needs --client-id.', 'Give both, or neither.')
    }
    return undefined
  }
  const secret = clientSecretStdin ? (await readAll(host.stdin, signal)).trim() : ''
  const key = absolute(clientKey, host)
  return {
    clientId,
    ...(secret !== '' && { clientSecret: secret }),
    ...(key !== undefined && { privateKey: await createNamedFiles().read(key) }),
  }
}

/** Files are found again from any folder, also by a later refresh. */
function absolute(path: string | undefined, host: VerbContext['host']): string | undefined {
  return path === undefined ? undefined : resolve(host.cwd(), path)
}

function headerOf(line: string): [string, string] {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*)$/.exec(line)
  if (match?.[1] !== undefined && match[2] !== undefined) return [match[1], match[2].trim()]
  throw usage(
    'A header was not understood.',
    "Write it as 'Name: value', in quotes, one --header for each.",
  )
}

function usage(message: string, next: string): Error {
  return appError('bad-usage', { step: 'input', whoseTurn: 'you', message, next })
}

function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name}'`
}

/** The platform's callback, at which sign-ins end in place of this computer. */
function callbackOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const callback = platformCallbackFrom(text)
  if (callback !== undefined) return callback
  throw appError('bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: '--callback has to be an https address without login, query and fragment.',
    next: 'Copy the callback address from where the app was registered.',
  })
}
