/** The doctor agrees with the run time: what connects has no failure, what does not has exactly one, at the right place. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkIds, Check } from '#contract/check.ts'
import { ConnectionSettings } from '#contract/connection.ts'
import { isProblem } from '#core/app-error.ts'
import { examine } from '#core/doctor/examine.ts'
import type { Answers } from '../discovery/habit-server.ts'
import { demand, resourceDocument, serverDocument, startHabit } from '../discovery/habit-server.ts'
import { complete, oauthForm, pathForm, startPublic } from '../discovery/complete-server.ts'
import { startOpenServer } from '../../../src-main/sample-servers/open-server.ts'
import { checkNamed, doctorPorts, failuresOf } from './doctor-ports.ts'

const signal = new AbortController().signal
const metadata = (origin: string, more: Record<string, unknown>): Answers =>
  complete(origin, { [oauthForm]: serverDocument(origin, more) })

async function examineHabit(answers: (origin: string) => Answers) {
  const { origin } = await startHabit(answers)
  const { ports } = await doctorPorts()
  return examine({ kind: 'address', url: `${origin}/mcp` }, ports, { signal })
}

describe('the doctor', () => {
  it('finds nothing wrong with a healthy server', async () => {
    const { checks } = await examineHabit((origin) => complete(origin))
    expect(checks.filter((each) => each.status === 'fail' || each.status === 'warn')).toEqual([])
    expect(checkNamed(checks, 'pkce').evidence).toContain('S256')
    expect(checkNamed(checks, 'server-metadata').status).toBe('pass')
    expect(checkNamed(checks, 'tokens')).toMatchObject({ status: 'skip' })
  })

  it('names each check once, in the order in which they build on each other', async () => {
    const { checks } = await examineHabit((origin) => complete(origin))
    expect(checks.map((each) => each.id)).toEqual(checkIds)
    for (const check of checks) expect(Check.parse(check)).toEqual(check)
  })

  it.each<[string, (origin: string) => Answers, string]>([
    [
      'a web page',
      () => ({ '/mcp': { text: '<html></html>', type: 'text/html' } }),
      'http not-an-mcp-server',
    ],
    ['an error of its own', () => ({ '/mcp': { status: 500 } }), 'http server-error'],
    [
      'a login nobody can find',
      () => ({ '/mcp': demand() }),
      'resource-metadata login-needed-not-discoverable',
    ],
    [
      'the document of another server',
      (origin) =>
        complete(origin, { [pathForm]: resourceDocument('https://other.example.com/mcp', []) }),
      'resource-metadata resource-mismatch',
    ],
    [
      'another issuer',
      (origin) => metadata(origin, { issuer: 'https://other.example.com' }),
      'server-metadata issuer-mismatch',
    ],
    [
      'a template nobody filled in',
      (origin) => metadata(origin, { token_endpoint: `${origin}/{tenant}/token` }),
      'server-metadata placeholder-endpoint',
    ],
    [
      'metadata without a token endpoint',
      (origin) => metadata(origin, { token_endpoint: undefined }),
      'server-metadata metadata-unusable',
    ],
    [
      'an authorization server that is down',
      (origin) =>
        complete(origin, {
          [pathForm]: resourceDocument(`${origin}/mcp`, ['http://127.0.0.1:9']),
        }),
      'server-metadata connection-refused',
    ],
    [
      'only plain challenges',
      (origin) => metadata(origin, { code_challenge_methods_supported: ['plain'] }),
      'pkce pkce-unsupported',
    ],
    [
      'a dead registration endpoint',
      (origin) => metadata(origin, { registration_endpoint: 'http://127.0.0.1:9/register' }),
      'registration connection-refused',
    ],
  ])('finds the one thing wrong with %s', async (_, answers, expected) => {
    const { checks } = await examineHabit(answers)
    expect(failuresOf(checks)).toEqual([expected])
    const broken = checks.find((each) => each.status === 'fail')
    expect(broken?.next).toMatch(/\.$/)
    expect(broken?.whoseTurn).toBeDefined()
  })

  it('says which checks a failure kept it from', async () => {
    const { checks } = await examineHabit((origin) => metadata(origin, { issuer: 'https://x.dev' }))
    expect(checkNamed(checks, 'resource-metadata').status).toBe('pass')
    for (const id of ['pkce', 'registration', 'callback-spelling', 'tools'] as const) {
      expect(checkNamed(checks, id)).toMatchObject({ status: 'skip', evidence: 'not reached' })
    }
  })

  it('finds a name that does not exist before anything is asked', async () => {
    const { ports } = await doctorPorts()
    const subject = { kind: 'address', url: 'https://nobody.example.com/mcp' } as const
    const { checks } = await examine(subject, ports, { signal })
    expect(failuresOf(checks)).toEqual(['dns host-not-found'])
  })

  it('finds a port where nothing listens', async () => {
    const { ports } = await doctorPorts()
    const subject = { kind: 'address', url: 'http://127.0.0.1:9/mcp' } as const
    const { checks } = await examine(subject, ports, { signal })
    expect(failuresOf(checks)).toEqual(['tcp connection-refused'])
  })

  it('blames the document when a public server points into a private network', async () => {
    const { http, url } = await startPublic((origin) =>
      complete(origin, {
        [pathForm]: resourceDocument(`${origin}/mcp`, ['https://intranet.example.com']),
      }),
    )
    const { ports } = await doctorPorts(http)
    const { checks } = await examine({ kind: 'address', url }, ports, { signal })
    expect(failuresOf(checks)).toEqual(['server-metadata zone-crossed'])
  })

  it('warns of what was tolerated, and names the note', async () => {
    const { checks } = await examineHabit((origin) => metadata(origin, { issuer: `${origin}/` }))
    expect(failuresOf(checks)).toEqual([])
    const check = checkNamed(checks, 'server-metadata')
    expect(check).toMatchObject({ status: 'warn', whoseTurn: 'server-owner' })
    expect(check.evidence).toContain('issuer-slash')
  })

  it('has nothing to say about a login where none is needed', async () => {
    const server = await startOpenServer()
    onTestFinished(() => server.close())
    const { ports } = await doctorPorts()
    const { checks } = await examine({ kind: 'address', url: server.url }, ports, { signal })
    expect(failuresOf(checks)).toEqual([])
    expect(checkNamed(checks, 'challenge').evidence).toBe('no login is demanded')
  })

  it('goes on when the saved data cannot be opened', async () => {
    const { origin } = await startHabit((own) => complete(own))
    const { ports } = await doctorPorts()
    const problem = {
      code: 'store-unreadable',
      step: 'store',
      whoseTurn: 'you',
      message: 'The file is damaged.',
      next: 'Restore it.',
    } as const
    const broken = { ...ports, stored: { status: 'failed', problem } as const }
    const { checks } = await examine({ kind: 'address', url: `${origin}/mcp` }, broken, { signal })
    expect(failuresOf(checks)).toEqual(['store store-unreadable'])
    expect(checkNamed(checks, 'server-metadata').status).toBe('pass')
  })

  it('finds that a connection was never signed in', async () => {
    const { origin } = await startHabit((own) => complete(own))
    const { ports, parts } = await doctorPorts()
    parts.store.saveConnection({
      id: 'one',
      name: 'work',
      url: `${origin}/mcp`,
      mode: 'OAuthWithDCR',
      account: '',
      status: 'needs-sign-in',
      issuer: origin,
      resource: `${origin}/mcp`,
      settings: ConnectionSettings.parse({}),
      createdAt: 0,
    })
    const { checks } = await examine({ kind: 'connection', name: 'work' }, ports, { signal })
    expect(failuresOf(checks)).toEqual(['tokens sign-in-needed', 'tools sign-in-needed'])
  })

  it('refuses a name that no connection has', async () => {
    const { ports } = await doctorPorts()
    const examined = examine({ kind: 'connection', name: 'nobody' }, ports, { signal })
    await expect(examined).rejects.toSatisfy((error) => isProblem(error, 'no-such-connection'))
  })
})
