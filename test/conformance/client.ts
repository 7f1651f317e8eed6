/** What the conformance suite starts as the client: does with the built `aip` what a person would, and holds no protocol of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { quickStart } from '../quick-start.ts'
import { newTunnel, tunnelFromEnvironment } from './test-relay.ts'
import type { TestRelay } from './test-relay.ts'

const signInNeeded = 3
const aip = resolve(import.meta.dirname, '../../dist/node/aip.mjs')
const browser = resolve(import.meta.dirname, 'browser.sh')
const url = process.argv.at(-1) ?? ''
const scenario = process.env['MCP_CONFORMANCE_SCENARIO'] ?? ''
const home = mkdtempSync(join(tmpdir(), 'aip-conformance-'))

/** What a scenario hands to its client: the facts a person would type or have in a file. */
const Context = z
  .object({
    client_id: z.string(),
    client_secret: z.string(),
    private_key_pem: z.string(),
    idp_issuer: z.string(),
    idp_client_id: z.string(),
    idp_id_token: z.string(),
    idp_token_endpoint: z.string(),
    valid_jwt: z.string(),
  })
  .partial()

const Exposed = z.object({ publicUrl: z.string() })
const Imported = z.object({ servers: z.tuple([z.object({ name: z.string() })]) })
const Tools = z.object({ tools: z.array(z.object({ name: z.string() })) })

process.exitCode = await main().finally(() => rmSync(home, { recursive: true }))

async function main(): Promise<number> {
  writeFileSync(join(home, 'passphrase'), 'conformance\n', { mode: 0o600 })
  const tunnel = tunnelFromEnvironment()
  if (tunnel && !scenario.startsWith('auth/')) {
    // Nothing of ours may stand beside what the platform's client sends: no discovery, no sign-in.
    const imported = await run(['import', '-'], url)
    const [server] = Imported.parse(JSON.parse(imported.stdout)).servers
    return useThroughTunnel(tunnel, server.name)
  }
  const { options, input } = journey()
  const connected = await run(['connect', url, '--name', 'server', '--yes', ...options], input)
  // The server may change its mind between the sign-in and the first look at its tools; the sign-in is kept then.
  if (connected.code !== 0 && connected.code !== signInNeeded) return connected.code
  return tunnel ? useThroughTunnel(tunnel, 'server') : useHere()
}

/** Lists the tools and calls each one. */
async function useHere(): Promise<number> {
  const listed = await signingInWhereNeeded(['tools', 'server', '--yes'])
  if (listed.code !== 0) return listed.code
  for (const { name } of Tools.parse(JSON.parse(listed.stdout)).tools) {
    const called = await signingInWhereNeeded(['call', 'server', name, '{}', '--yes'])
    if (called.code !== 0) return called.code
  }
  return 0
}

/** Offers the connection and lets the platform's side use it; what the platform is refused for, the person puts right here. */
async function useThroughTunnel(relay: TestRelay, name: string): Promise<number> {
  const { linkKey, accessKey } = await newTunnel(relay)
  await run(['tunnel', 'link', '-'], linkKey)
  const exposed = await signingInWhereNeeded(['tunnel', 'expose', name])
  if (exposed.code !== 0) return exposed.code
  const { publicUrl } = Exposed.parse(JSON.parse(exposed.stdout))
  const agent = start(['tunnel', 'start'])
  try {
    await agent.said(/"status":"online"/)
    // The agent looks at the tools once by itself: before the platform comes, so that it is counted in every run.
    await agent.noted(/tools (not )?compared/)
    const direct = process.env['CONFORMANCE_WAY'] === 'direct'
    const platform = () => runPlatform(direct ? url : publicUrl, accessKey)
    const code = await platform()
    if (code === 0 || !scenario.startsWith('auth/')) return code
    const repaired = await useHere()
    if (repaired !== 0) return repaired
    // The platform tries again when it was told that somebody had to act; by then the agent has asked for the token anew.
    await sleep(2_500)
    return await platform()
  } finally {
    agent.child.kill('SIGTERM')
    await agent.ended
  }
}

async function runPlatform(publicUrl: string, accessKey: string): Promise<number> {
  process.stderr.write(`$ platform ${publicUrl}\n`)
  const child = spawn(
    process.execPath,
    [resolve(import.meta.dirname, 'sdk-client.ts'), publicUrl],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, CONFORMANCE_ACCESS_KEY: accessKey },
    },
  )
  const [code] = await once(child, 'close')
  return typeof code === 'number' ? code : 1
}

/** The options for `aip connect`, and what goes to its standard input. */
function journey(): { options: string[]; input: string } {
  const context = Context.parse(JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}'))
  const options: string[] = []
  if (scenario === 'auth/basic-cimd') {
    options.push('--client-metadata-url', 'https://conformance-test.local/client-metadata.json')
  }
  if (context.client_id !== undefined) options.push('--client-id', context.client_id)
  if (context.client_secret !== undefined) options.push('--client-secret-stdin')
  if (scenario.startsWith('auth/client-credentials')) options.push('--grant', 'client-credentials')
  if (context.private_key_pem !== undefined) {
    options.push('--client-key', file('client.pem', context.private_key_pem))
  }
  if (context.valid_jwt !== undefined) {
    options.push('--grant', 'workload', '--assertion', file('workload.jwt', context.valid_jwt))
  }
  if (context.idp_id_token !== undefined) {
    const provider = {
      issuer: context.idp_issuer,
      tokenEndpoint: context.idp_token_endpoint,
      clientId: context.idp_client_id,
      idTokenFile: file('id-token.jwt', context.idp_id_token),
    }
    const settings = file('identity-provider.json', JSON.stringify(provider))
    options.push('--grant', 'enterprise', '--identity-provider', settings)
  }
  return { options, input: context.client_secret ?? '' }
}

function file(name: string, content: string): string {
  const path = join(home, name)
  writeFileSync(path, content, { mode: 0o600 })
  return path
}

/** As a person does who reads that a sign-in is needed: signs in, and tries once more. */
async function signingInWhereNeeded(line: readonly string[]): Promise<Ended> {
  const first = await run(line)
  if (first.code !== signInNeeded) return first
  const signedIn = await run(['sign-in', 'server', '--yes'])
  return signedIn.code === 0 ? run(line) : signedIn
}

interface Ended {
  readonly code: number
  readonly stdout: string
}

async function run(line: readonly string[], input = ''): Promise<Ended> {
  const { child, ended } = start(line)
  child.stdin.end(input)
  const { code, stdout } = await ended
  process.stdout.write(stdout)
  return { code, stdout }
}

function start(line: readonly string[]) {
  process.stderr.write(`$ aip ${line.join(' ')}\n`)
  const child = spawn(process.execPath, [aip, ...line, '--json'], {
    stdio: 'pipe',
    env: {
      ...process.env,
      ...quickStart,
      AIP_DEBUG: '1',
      AIP_HOME: home,
      AIP_VAULT: 'passphrase',
      AIP_VAULT_PASSPHRASE_FILE: join(home, 'passphrase'),
      BROWSER: browser,
    },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stderr.pipe(process.stderr, { end: false })
  const ended = once(child, 'close').then(([code]): Ended => ({
    code: typeof code === 'number' ? code : 1,
    stdout,
  }))
  /** Each resolves when it printed what was waited for, or ended. */
  const printed = (stream: Readable, text: () => string) => (pattern: RegExp) =>
    new Promise<void>((resolved) => {
      const look = () => pattern.test(text()) && resolved()
      stream.on('data', look)
      look()
      void ended.then(() => resolved())
    })
  const said = printed(child.stdout, () => stdout)
  const noted = printed(child.stderr, () => stderr)
  return { child, ended, said, noted }
}
