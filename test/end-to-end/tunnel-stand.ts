/** A tunnel in real processes, for the tests that break one: `aip relay serve`, homes linked to it, `aip tunnel start`, and calls of a platform. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { z } from 'zod'
import { openHome } from './aip.ts'
import type { Home, Running } from './aip.ts'
import { until } from './until.ts'

export interface RelayProgram {
  /** Folder of its directory. */
  readonly folder: string
  readonly origin: string
  /** Resolves when it listens; `port` is the one it had before. */
  start(): Promise<void>
  /** The process that runs now. */
  process(): Running
  kill(): Promise<void>
  /** A tunnel with one access key. */
  makeTunnel(alias: string, more?: { readonly organization?: boolean }): Promise<TunnelKeys>
}

export interface TunnelKeys {
  readonly alias: string
  readonly linkKey: string
  readonly accessKey: string
}

const Listening = z.object({ listening: z.string(), adminKey: z.string().optional() })
const Created = z.object({ linkKey: z.string() })
const Key = z.object({ key: z.string() })

export interface RelayOptions {
  /** Folder of its directory; default: one of its own. */
  readonly folder?: string
  /** More arguments of `aip relay serve`. */
  readonly serve?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** The built relay in a home of its own; `stack` kills it with the test. */
export async function startRelayProgram(
  stack: AsyncDisposableStack,
  { folder, serve = [], environment = {} }: RelayOptions = {},
): Promise<RelayProgram> {
  const home = stack.use(openHome(environment))
  const data = folder ?? join(home.folder, 'relay')
  let running: Running
  let port = 0
  let origin = ''
  let adminKey = ''
  const relay: RelayProgram = {
    folder: data,
    get origin() {
      return origin
    },
    process: () => running,
    async start() {
      const where = ['--port', String(port), '--data', data]
      running = home.start(['relay', 'serve', ...where, ...serve, '--json'])
      const [line] = await running.said(/\{"listening".*\}/)
      const said = Listening.parse(JSON.parse(line))
      origin = said.listening
      port = Number(new URL(origin).port)
      adminKey = said.adminKey ?? adminKey
    },
    async kill() {
      running.child.kill('SIGKILL')
      await running.ended
    },
    async makeTunnel(alias, { organization = false } = {}) {
      const administer = async (...args: string[]) => {
        const key = { AIP_RELAY_ADMIN_KEY: adminKey }
        const line = ['relay', ...args, '--relay', origin, '--json']
        return (await done(home.run(line, { environment: key }))).json()
      }
      const more = organization ? ['--organization'] : []
      const { linkKey } = Created.parse(await administer('tunnel', 'create', alias, ...more))
      const { key } = Key.parse(await administer('key', 'create', alias))
      return { alias, linkKey, accessKey: key }
    },
  }
  await relay.start()
  return relay
}

/** A home that is linked, with one server connected and offered; the words after `connect` say which. */
export async function linkedHome(
  stack: AsyncDisposableStack,
  { linkKey }: TunnelKeys,
  server: readonly string[],
  home = stack.use(openHome()),
): Promise<{ home: Home; publicUrl: string }> {
  await done(home.run(['connect', '--name', 'sample', '--yes', ...server]))
  await done(home.run(['tunnel', 'link', '-'], { input: linkKey }))
  const exposed = await done(home.run(['tunnel', 'expose', 'sample', '--json']))
  const { publicUrl } = z.object({ publicUrl: z.string() }).parse(exposed.json())
  return { home, publicUrl }
}

/** Starts the tunnel in the foreground and waits until it is online. */
export async function startTunnel(home: Home): Promise<Running> {
  const running = home.start(['tunnel', 'start'])
  await running.said(/online: /)
  return running
}

export async function done(run: ReturnType<Home['run']>) {
  const ended = await run
  if (ended.code !== 0) throw new Error(`aip ended with ${ended.code}: ${ended.stderr}`)
  return ended
}

/** A client as a platform has one, knowing only address and access key. */
export async function platformClient(publicUrl: string, accessKey: string): Promise<Client> {
  const client = new Client({ name: 'platform', version: '1' }, { capabilities: {} })
  const requestInit = { headers: { authorization: `Bearer ${accessKey}` } }
  await client.connect(new StreamableHTTPClientTransport(new URL(publicUrl), { requestInit }))
  return client
}

/** Process ids of the children of a process (Linux). */
export function childrenOf(parent: number): number[] {
  const text = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim()
  return text === '' ? [] : text.split(' ').map(Number)
}

/** The agent of a tunnel that runs. */
export async function agentOf(running: Running): Promise<number> {
  const parent = running.child.pid ?? 0
  await until('the agent runs', () => childrenOf(parent).length > 0)
  return childrenOf(parent)[0] ?? 0
}
