/** The report itself: what is skipped and why, what is given back, and that the guide's servers pass. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { ServerReport } from '#contract/server-report.ts'
import { isProblem } from '#core/app-error.ts'
import { areas } from '#core/check-server/rules/all.ts'
import { plainHttp } from '../discovery/plain-http.ts'
import { startOpenServer } from '../../../src-main/sample-servers/open-server.ts'
import { startGuideServer } from '../../servers/guide-server.ts'
import { startOidcProviderServer } from '../../servers/oidc-provider-server.ts'
import { startFaulty } from './start-faulty.ts'
import { complaintsOf, reportOn, statusOf } from './report-on.ts'

const folder = mkdtempSync(join(tmpdir(), 'aip-check-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the rules', () => {
  const rules = areas.flatMap((each) => each.rules)

  it('have names of their own, and a source', () => {
    expect(new Set(rules.map((each) => each.id)).size).toBe(rules.length)
    for (const rule of rules) {
      expect(rule.id).toMatch(/^[a-z0-9-]+$/)
      expect(rule.title).not.toMatch(/\.$/)
      expect(URL.canParse(rule.source.url)).toBe(true)
    }
  })
})

describe('a report', () => {
  it.each(['node', 'python'] as const)(
    'on the %s server of the guide has no complaint, with a sign-in',
    async (language) => {
      const server = await startGuideServer(language, { dataFile: join(folder, language) })
      onTestFinished(() => server.close())
      const report = await reportOn(server.url, { signIn: true })
      expect(complaintsOf(report)).toEqual([])
      expect(statusOf(report, 'token-works')).toBe('pass')
      expect(ServerReport.parse(report)).toEqual(report)
    },
  )

  it('on a certified OpenID provider has no failure, and its clients are deleted again', async () => {
    const server = await startOidcProviderServer()
    onTestFinished(() => server.close())
    const report = await reportOn(server.url, { signIn: true })
    expect(complaintsOf(report).filter((each) => each.startsWith('fail'))).toEqual([])
    expect(statusOf(report, 'login-page-not-framed')).not.toBe('skip')
    expect(report.clients.length).toBeGreaterThan(1)
    expect(report.clients.every((each) => each.deleted)).toBe(true)
  })

  it('registers nothing without being allowed to, and says which rules wait for it', async () => {
    const asked: string[] = []
    const url = await startFaulty(async (request, right) => {
      asked.push(new URL(request.url).pathname)
      return right()
    })
    const report = await reportOn(url, { mayRegister: () => Promise.resolve(false) })
    expect(asked).not.toContain('/register')
    expect(report.clients).toEqual([])
    expect(statusOf(report, 'registers-native-clients')).toBe('skip')
    expect(statusOf(report, 'unknown-client-refused')).toBe('pass')
  })

  it('has nothing to judge where no login is needed', async () => {
    const server = await startOpenServer()
    onTestFinished(() => server.close())
    const report = await reportOn(server.url)
    expect(complaintsOf(report)).toEqual([])
    expect(report.issuer).toBe('')
    expect(statusOf(report, 'demands-login-with-401')).toBe('skip')
  })

  it('never holds a token, a code or a secret', async () => {
    const given: string[] = []
    const url = await startFaulty(async (request, right) => {
      const answer = await right()
      const text = await answer.clone().text()
      for (const match of text.matchAll(/"(?:access|refresh)_token":"([^"]+)"/g)) {
        given.push(match[1] ?? '')
      }
      const code = URL.parse(answer.headers.get('location') ?? '')?.searchParams.get('code')
      if (code) given.push(code)
      return answer
    })
    const text = JSON.stringify(await reportOn(url, { signIn: true }))
    expect(given.length).toBeGreaterThan(6)
    for (const secret of given) expect(text).not.toContain(secret)
  })

  it('that is cancelled gives its clients back all the same', async () => {
    const deleted: string[] = []
    const url = await startFaulty(async (request, right) => {
      const { pathname, origin } = new URL(request.url)
      if (request.method === 'DELETE' && pathname.startsWith('/clients/')) {
        deleted.push(pathname)
        return new Response(null, { status: 204 })
      }
      const answer = await right()
      if (pathname !== '/register' || !answer.ok) return answer
      const client = (await answer.json()) as { client_id: string }
      const management = {
        registration_client_uri: `${origin}/clients/${client.client_id}`,
        registration_access_token: 'management',
      }
      return Response.json({ ...client, ...management }, { status: 201 })
    })
    const cancel = new AbortController()
    const report = reportOn(url, {
      signal: cancel.signal,
      onStep: (step) => {
        if (step.includes('sign-in page')) cancel.abort(new Error('cancelled by the tester'))
      },
    })
    await expect(report).rejects.toThrow('cancelled')
    expect(deleted).toHaveLength(2)
  })

  it('on a server in the company network without encryption asks before it goes on', async () => {
    const { origin } = new URL(await startFaulty())
    const intranet = 'http://intranet.example.com'
    const http = plainHttp({
      zones: { 'intranet.example.com': 'private' },
      origins: { [intranet]: origin },
    })
    const asked: string[] = []
    const report = await reportOn(`${intranet}/mcp`, {}, { http, asked })
    expect(asked).toEqual(['plain-http'])
    expect(statusOf(report, 'demands-login-with-401')).toBe('pass')
  })

  it('is not made of a server that cannot be reached', async () => {
    const report = reportOn('http://127.0.0.1:9/mcp')
    await expect(report).rejects.toSatisfy((error) => isProblem(error, 'connection-refused'))
  })
})
