/** `aip relay serve`: runs a relay until Ctrl+C or SIGTERM, then lets calls in flight finish; a second signal ends it at once. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createClock } from '#adapters/clock.ts'
import { createLog } from '#adapters/log.ts'
import { dataFolder } from '#adapters/paths.ts'
import { appError } from '#core/app-error.ts'
import { createRelay } from '#tunnel/relay/create-relay.ts'
import type { Relay, RelayOptions } from '#tunnel/relay/create-relay.ts'
import type { Verb, VerbContext } from '../verb.ts'

export interface ServeOptions {
  readonly port: number
  readonly host: string
  readonly data?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly clientCa?: string
  readonly publicUrl?: string
  readonly wildcardDomain?: string
  readonly trustProxy?: boolean
  readonly callerPort?: number
  readonly bodyLimit: number
}

export function serve(options: ServeOptions): Verb {
  return async (context) => {
    checkOptions(options)
    const tls = await readTls(options)
    const relay = await start(options, tls, context)
    const { output, signal } = context
    const scheme = tls === undefined ? 'http' : 'https'
    const address = `${scheme}://${bracketed(options.host)}:${relay.port}`
    output.result(
      {
        listening: address,
        ...(relay.callerPort !== undefined && { callers: `http://127.0.0.1:${relay.callerPort}` }),
        ...(relay.adminKey !== undefined && { adminKey: relay.adminKey }),
      },
      `The relay listens on ${address}${relay.adminKey === undefined ? '' : adminKeyText(relay.adminKey)}`,
    )
    const stop = () => {
      output.note('The relay ends: calls in flight get up to 30 seconds.')
      void relay.drain()
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    await relay.closed
  }
}

function adminKeyText(key: string): string {
  return `\n\nAdmin key (shown this once; keep it safe):\n  ${key}\n\nNext: AIP_RELAY_ADMIN_KEY=… aip relay tunnel create NAME`
}

async function start(
  options: ServeOptions,
  tls: RelayOptions['tls'],
  { host, output }: VerbContext,
): Promise<Relay> {
  const data = dataFolder({
    environment: host.env,
    platform: host.platform,
    home: homedir(),
    workingFolder: host.cwd(),
  })
  const level = host.env['AIP_DEBUG'] === '1' ? 'debug' : 'info'
  try {
    return await createRelay({
      dataFolder: options.data ?? join(data, 'relay'),
      port: options.port,
      host: options.host,
      trustProxy: options.trustProxy === true,
      bodyLimit: options.bodyLimit * 1024 * 1024,
      clock: createClock(),
      log: createLog({ level, format: output.json ? 'json' : 'text', now: Date.now }),
      ...(tls && { tls }),
      ...(options.callerPort !== undefined && { callerPort: options.callerPort }),
      ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }),
      ...(options.wildcardDomain !== undefined && { wildcardDomain: options.wildcardDomain }),
    })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw error
    throw wrong(
      `The relay cannot listen on ${options.host} port ${options.port} (${code}).`,
      'Choose another one with --port or --host.',
      error,
    )
  }
}

/** Access keys travel to the relay: without encryption it listens on this computer only, or behind a proxy that encrypts. */
function checkOptions(options: ServeOptions): void {
  if ((options.tlsCert === undefined) !== (options.tlsKey === undefined)) {
    throw wrong('--tls-cert and --tls-key belong together.', 'Give both, or neither.')
  }
  if (options.clientCa !== undefined && options.tlsCert === undefined) {
    throw wrong('--client-ca needs a relay with TLS.', 'Give --tls-cert and --tls-key as well.')
  }
  const loopback = /^(?:127(?:\.\d+){3}|::1|localhost)$/.test(options.host)
  if (!loopback && options.tlsCert === undefined && options.trustProxy !== true) {
    throw wrong(
      'Without TLS the relay listens on this computer only: keys would travel in the clear.',
      'Give --tls-cert and --tls-key, or --trust-proxy when a proxy of yours in front does the TLS.',
    )
  }
  if (options.publicUrl !== undefined && !URL.canParse(options.publicUrl)) {
    throw wrong('--public-url is no address.', 'Give it like https://relay.example.com.')
  }
}

async function readTls(options: ServeOptions): Promise<RelayOptions['tls']> {
  if (options.tlsCert === undefined || options.tlsKey === undefined) return undefined
  const [cert, key, clientCa] = await Promise.all(
    [options.tlsCert, options.tlsKey, options.clientCa].map(readPem),
  )
  if (cert === undefined || key === undefined) return undefined
  return { cert, key, ...(clientCa !== undefined && { clientCa }) }
}

async function readPem(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw wrong(`${file} cannot be read.`, 'Check the name and who may read it.', error)
  }
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function wrong(message: string, next: string, cause?: unknown): Error {
  return appError('bad-usage', { step: 'relay', whoseTurn: 'you', message, next, cause })
}
