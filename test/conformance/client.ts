/** What the conformance suite starts as the client: does with the built `aip` what a person would, and holds no protocol of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const signInNeeded = 3
const aip = resolve(import.meta.dirname, '../../dist/node/aip.mjs')
const browser = resolve(import.meta.dirname, 'browser.sh')
const url = process.argv.at(-1) ?? ''
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

const Tools = z.object({ tools: z.array(z.object({ name: z.string() })) })

process.exitCode = await main().finally(() => rmSync(home, { recursive: true }))

async function main(): Promise<number> {
  writeFileSync(join(home, 'passphrase'), 'conformance\n', { mode: 0o600 })
  const { options, input } = journey()
  const connected = await run(['connect', url, '--name', 'server', '--yes', ...options], input)
  // The server may change its mind between the sign-in and the first look at its tools; the sign-in is kept then.
  if (connected.code !== 0 && connected.code !== signInNeeded) return connected.code
  const listed = await signingInWhereNeeded(['tools', 'server'])
  if (listed.code !== 0) return listed.code
  for (const { name } of Tools.parse(JSON.parse(listed.stdout)).tools) {
    const called = await signingInWhereNeeded(['call', 'server', name, '{}'])
    if (called.code !== 0) return called.code
  }
  return 0
}

/** The options for `aip connect`, and what goes to its standard input. */
function journey(): { options: string[]; input: string } {
  const scenario = process.env['MCP_CONFORMANCE_SCENARIO'] ?? ''
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
  const first = await run([...line, '--yes'])
  if (first.code !== signInNeeded) return first
  const signedIn = await run(['sign-in', 'server', '--yes'])
  return signedIn.code === 0 ? run([...line, '--yes']) : signedIn
}

interface Ended {
  readonly code: number
  readonly stdout: string
}

async function run(line: readonly string[], input = ''): Promise<Ended> {
  process.stderr.write(`$ aip ${line.join(' ')}\n`)
  const child = spawn(process.execPath, [aip, ...line, '--json'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      AIP_HOME: home,
      AIP_VAULT: 'passphrase',
      AIP_VAULT_PASSPHRASE_FILE: join(home, 'passphrase'),
      BROWSER: browser,
    },
  })
  child.stdin.end(input)
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  const [code] = await once(child, 'close')
  process.stdout.write(stdout)
  return { code: typeof code === 'number' ? code : 1, stdout }
}
