/** Bad addresses, broken and hostile servers: one problem each, its exit code, nothing leaked, nothing stored half, nothing opened. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ProblemCode } from '../../src-main/contract/problem.ts'
import { complete, oauthForm, openidForm, pathForm } from '../core/discovery/complete-server.ts'
import {
  demand,
  resourceDocument,
  serverDocument,
  startHabit,
  type Answers,
} from '../core/discovery/habit-server.ts'
import { freePort } from '../servers/start-process.ts'
import { openHome, type RunOptions } from './aip.ts'
import { startInternet } from './internet.ts'
import { shapes } from './shapes.ts'

/** A header that must be found nowhere afterwards. */
const secret = 'never-to-be-seen-again'

/** Connects in vain, in JSON and in text, and looks at everything that must not have happened. */
async function connectInVain(
  url: string,
  code: ProblemCode,
  exit: number,
  environment: RunOptions['environment'] = {},
): Promise<string> {
  await using home = openHome(environment)
  const args = ['connect', url, '--timeout', '5', '--header', `X-Key: ${secret}`]
  const ended = await home.run([...args, '--json'])
  expect(ended.problem().code, ended.stdout).toBe(code)
  expect(ended.code).toBe(exit)
  shapes.problem.parse(ended.json())
  const { message, next } = ended.problem()
  for (const sentence of [message, next]) expect(sentence).toMatch(/^\S.{8,}[.?]$/)
  expect(ended.stdout + ended.stderr).not.toMatch(/^\s+at .*:\d+:\d+|undefined|\[object/m)
  expect(ended.stderr).toContain(`code: ${code}`)
  expect(home.tabs()).toEqual([])
  expect((await home.run(['list', '--json'])).stdout).toBe('{"connections":[]}\n')
  const stored = readdirSync(home.data).map((name) => readFileSync(join(home.data, name), 'latin1'))
  expect(stored.join() + ended.stdout + ended.stderr).not.toContain(secret)
  return ended.stdout + ended.stderr
}

describe('addresses', () => {
  it.each([
    ['no address', 'hello', 'bad-address', 2],
    ['nothing', '', 'bad-address', 2],
    ['ftp', 'ftp://mcp.example.com/', 'bad-address', 2],
    ['a script', 'javascript:alert(1)', 'bad-address', 2],
    ['a host that does not exist', 'https://nobody.invalid/mcp', 'host-not-found', 4],
    ['cloud metadata', 'https://169.254.169.254/latest', 'address-forbidden', 5],
    ['http on the internet', 'http://8.8.8.8/mcp', 'insecure-address', 5],
  ] as const)('%s', async (_, url, code, exit) => {
    await connectInVain(url, code, exit)
  })

  it('a port nobody listens on', async () => {
    await connectInVain(`http://127.0.0.1:${await freePort()}/mcp`, 'connection-refused', 4)
  })

  it('with credentials in them are refused and not repeated', async () => {
    const said = await connectInVain(
      'https://ann:geheim@mcp.example.com/mcp',
      'credentials-in-address',
      2,
    )
    expect(said).not.toContain('geheim')
  })
})

const foreign = 'https://attacker.example'

const broken: [string, ProblemCode, number, (own: string) => Answers][] = [
  ['a port that hangs', 'timed-out', 8, () => ({ '/mcp': { habit: 'hang' } })],
  ['a web site', 'not-an-mcp-server', 7, () => ({ '/mcp': { text: '<h1>Shop</h1>' } })],
  ['a server that fails', 'server-error', 7, () => ({ '/mcp': { status: 503 } })],
  ['a server that wants a pause', 'rate-limited', 7, () => ({ '/mcp': { status: 429 } })],
  ['64 MB of metadata', 'answer-too-large', 5, (own) => document(own, { habit: 'flood' })],
  [
    'HTML instead of JSON',
    'metadata-unusable',
    7,
    (own) => document(own, { type: 'application/json', text: '<html></html>' }),
  ],
  ['a foreign issuer', 'issuer-mismatch', 5, (own) => changedDocument(own, { issuer: foreign })],
  [
    'a script as sign-in page',
    'unsafe-authorization-address',
    5,
    (own) => changedDocument(own, { authorization_endpoint: 'javascript:alert(1)' }),
  ],
  [
    'a file as sign-in page',
    'unsafe-authorization-address',
    5,
    (own) => changedDocument(own, { authorization_endpoint: 'file:///usr/bin/calc.exe' }),
  ],
  [
    'a sign-in without PKCE',
    'pkce-unsupported',
    5,
    (own) => changedDocument(own, { code_challenge_methods_supported: ['plain'] }),
  ],
  [
    'a token endpoint that was never filled in',
    'placeholder-endpoint',
    7,
    (own) => changedDocument(own, { token_endpoint: `${own}/{tenant}/token` }),
  ],
  [
    'resource metadata of another server',
    'resource-mismatch',
    5,
    (own) => ({ ...complete(own), [pathForm]: resourceDocument(`${foreign}/mcp`, [own]) }),
  ],
  [
    'a redirect in a circle',
    'unsafe-redirect',
    5,
    () => ({ '/mcp': { status: 307, headers: { location: '/mcp' } } }),
  ],
]

describe('servers', () => {
  it.each(broken)('%s is %s', async (_, code, exit, answers) => {
    const { origin } = await startHabit(answers)
    await connectInVain(`${origin}/mcp`, code, exit)
  })
})

const hostile: [string, ProblemCode, (own: string) => Answers][] = [
  [
    'metadata in the cloud of whoever reads it',
    'address-forbidden',
    () => ({ '/mcp': demand('Bearer resource_metadata="https://169.254.169.254/latest"') }),
  ],
  [
    'an authorization server in a private network',
    'zone-crossed',
    (own) => ({
      ...complete(own),
      [pathForm]: resourceDocument(`${own}/mcp`, ['https://10.0.0.1']),
    }),
  ],
  [
    'an authorization server on this computer',
    'zone-crossed',
    (own) => ({
      ...complete(own),
      [pathForm]: resourceDocument(`${own}/mcp`, ['https://127.0.0.1:1']),
    }),
  ],
  [
    'a token endpoint on another host over http',
    'insecure-address',
    (own) => changedDocument(own, { token_endpoint: 'http://tokens.example.com/token' }),
  ],
  [
    'a redirect from https to http',
    'unsafe-redirect',
    () => ({ '/mcp': { status: 307, headers: { location: 'http://mcp.example.com/mcp' } } }),
  ],
]

describe('servers on the internet', () => {
  it.each(hostile)('%s is %s', async (_, code, answers) => {
    const { url, environment, asked } = await startInternet(answers)
    await connectInVain(url, code, 5, environment)
    expect(new Set(asked)).toEqual(new Set(['mcp.example.com:443']))
  })
})

/** A complete server whose authorization server metadata is `answer`. */
function document(own: string, answer: Answers[string]): Answers {
  return { ...complete(own), [oauthForm]: answer, [openidForm]: { status: 404 } }
}

function changedDocument(own: string, change: Record<string, unknown>): Answers {
  return document(own, serverDocument(own, change))
}
