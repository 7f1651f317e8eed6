/** A tunnel as it is used, in real processes: a relay with TLS, a machine linked to it, its agent, and connections with a stored sign-in. */
import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { openMachine } from '#adapters/machine.ts'
import { Connection } from '#contract/connection.ts'
import { createKeeper } from '#core/app/keeper.ts'
import { rememberZone } from '#core/app/parts.ts'
import { Grant } from '#core/records.ts'
import { rememberExposed } from '#core/tunnel/exposed-record.ts'
import { freePort } from '../../servers/start-process.ts'

const aip = resolve(import.meta.dirname, '../../../dist/node/aip.mjs')
const domain = 'bench.test'
const alias = 'bench'
/** The paths of the measured server; each is offered as a connection of its own. */
const paths = ['echo', 'sse', 'upload', 'download', 'reflect', 'stat', 'mcp']

export interface Stand {
  /** Address and headers for callers. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly relay: Part
  readonly agent: Part
  close(): Promise<void>
}

/** A process that can be killed and started again. */
export interface Part {
  pids(): number[]
  start(): Promise<void>
  kill(): Promise<void>
  stop(): Promise<void>
  gone(): boolean
}

export interface StandOptions {
  /** Port of the measured server on this computer. */
  readonly upstream: number
  /** The port to dial in place of the relay's own, for a line that is made slow. */
  readonly dialed?: (port: number) => Promise<number>
}

const Listening = z.object({ adminKey: z.string().optional(), callers: z.string() })
const Created = z.object({ linkKey: z.string() })
const Key = z.object({ key: z.string() })

export async function startStand({ upstream, dialed }: StandOptions): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), 'aip-tunnel-bench-'))
  const certificate = makeCertificate(folder)
  const port = await freePort()
  const callerPort = await freePort()
  const dialPort = dialed ? await dialed(port) : port
  const home = join(folder, 'home')
  writeFileSync(join(folder, 'passphrase'), 'bench\n', { mode: 0o600 })
  const environment = {
    PATH: process.env['PATH'] ?? '',
    AIP_HOME: home,
    AIP_VAULT: 'passphrase',
    AIP_VAULT_PASSPHRASE_FILE: join(folder, 'passphrase'),
    NODE_EXTRA_CA_CERTS: certificate.cert,
  }
  const serve = ['relay', 'serve', '--port', String(port), '--caller-port', String(callerPort)]
  serve.push('--tls-cert', certificate.cert, '--tls-key', certificate.key)
  serve.push('--data', join(folder, 'relay'), '--public-url', `https://127.0.0.1:${dialPort}`)
  serve.push('--wildcard-domain', domain, '--body-limit', '1024')
  const relay = part(serve, environment, /"listening"/)
  await relay.start()
  const { adminKey = '' } = Listening.parse(JSON.parse(relay.firstLine()))
  const administer = (line: readonly string[]) =>
    run(['relay', ...line, '--relay', `https://127.0.0.1:${port}`], {
      ...environment,
      AIP_RELAY_ADMIN_KEY: adminKey,
    })
  const { linkKey } = Created.parse(administer(['tunnel', 'create', alias]))
  const { key } = Key.parse(administer(['key', 'create', alias]))
  run(['tunnel', 'link', '-'], environment, linkKey)
  await storeConnections(environment, home, upstream)
  const agent = part(['tunnel', 'start'], environment, /"status":"online"/)
  await agent.start()
  return {
    url: `http://127.0.0.1:${callerPort}`,
    headers: { host: `${alias}.${domain}`, authorization: `Bearer ${key}` },
    relay,
    agent,
    async close() {
      await agent.stop()
      await relay.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Connections with a grant, as after a sign-in, so that every call gets a token added. */
async function storeConnections(
  environment: Record<string, string>,
  home: string,
  upstream: number,
): Promise<void> {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const machine = await openMachine({
    environment,
    platform: process.platform,
    home: homedir(),
    workingFolder: process.cwd(),
    log: { write: () => undefined },
    version: 'bench',
    signal: new AbortController().signal,
  })
  const { store } = machine.ports
  const keeper = createKeeper(machine.ports)
  const now = Date.now()
  const issuer = 'https://login.example.com'
  for (const path of paths) {
    const url = `http://127.0.0.1:${upstream}/${path}`
    const common = { issuer, resource: url }
    store.saveConnection(
      Connection.parse({
        ...common,
        id: path,
        name: path,
        url,
        mode: 'OAuthWithDCR',
        account: 'bench',
        status: 'ready',
        settings: {},
        createdAt: now,
      }),
    )
    rememberZone(store, path, 'loopback')
    rememberExposed(store, path, { name: path, passThrough: false, since: now })
    const registration = {
      issuer,
      source: 'dcr',
      clientId: 'bench',
      authMethod: 'none',
      redirectUris: [],
      createdAt: now,
    }
    const grant = {
      ...common,
      connectionId: path,
      clientId: 'bench',
      grantType: 'code',
      accessToken: `token-of-${path}-${'x'.repeat(600)}`,
      tokenType: 'Bearer',
      scopes: [],
      account: 'bench',
      obtainedAt: now,
      server: { issuer },
      registration,
      version: 1,
    }
    await keeper.save(Grant.parse(grant))
  }
  await machine.close()
}

interface OutputPart extends Part {
  firstLine(): string
}

function part(
  line: readonly string[],
  environment: Record<string, string>,
  ready: RegExp,
): OutputPart {
  let child: ChildProcess | undefined
  let output = ''
  const gone = () => child === undefined || child.exitCode !== null || child.signalCode !== null
  const end = async (signal: NodeJS.Signals) => {
    if (!child || gone()) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
  return {
    gone,
    pids: () => (child?.pid !== undefined && !gone() ? [child.pid] : []),
    firstLine: () => output.split('\n')[0] ?? '',
    async start() {
      output = ''
      const started = spawn(process.execPath, [aip, ...line, '--json'], {
        env: environment,
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      child = started
      await new Promise<void>((resolved, reject) => {
        started.stdout.setEncoding('utf8').on('data', (text: string) => {
          if (output.length < 100_000) output += text
          if (ready.test(output)) resolved()
        })
        started.once('exit', (code) => reject(new Error(`aip ${line[1] ?? ''} ended with ${code}`)))
      })
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

function run(line: readonly string[], environment: Record<string, string>, input = ''): unknown {
  const output = execFileSync(process.execPath, [aip, ...line, '--json'], {
    env: environment,
    input,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  return JSON.parse(output.toString())
}

function makeCertificate(folder: string): { cert: string; key: string } {
  const [cert, key] = [join(folder, 'relay.pem'), join(folder, 'relay.key')]
  const names = 'subjectAltName=IP:127.0.0.1'
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const rest = ['-days', '2', '-subj', '/CN=relay', '-addext', names, '-keyout', key, '-out', cert]
  execFileSync('openssl', ['req', '-x509', ...curve, ...rest], { stdio: 'ignore' })
  if (readFileSync(cert).length === 0) throw new Error('no certificate')
  return { cert, key }
}
