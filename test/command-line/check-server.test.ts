/** `aip check-server` as developers and their build systems run it. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ServerReport } from '#contract/server-report.ts'
import { htmlReport } from '#command-line/report/html-report.ts'
import { junitReport } from '#command-line/report/junit-report.ts'
import { textReport } from '#command-line/report/text-report.ts'
import { createOutput } from '#command-line/output.ts'
import { startGuideServer, type GuideServer } from '../servers/guide-server.ts'
import { createAipHome, type AipHome } from './run-aip.ts'

const folder = mkdtempSync(join(tmpdir(), 'aip-check-'))
let home: AipHome
let server: GuideServer

beforeAll(async () => {
  home = createAipHome()
  server = await startGuideServer('node', { dataFile: join(folder, 'data.sqlite') })
})

afterAll(async () => {
  await server.close()
  home.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('aip check-server', () => {
  it('signs in and prints a report for people', async () => {
    const { code, stdout, stderr } = await home.run(
      'check-server',
      server.url,
      '--yes',
      '--sign-in',
    )
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('✓ A code with a wrong code_verifier is refused')
    expect(stdout).toMatch(/\d+ passed, \d+ skipped\./)
    expect(stderr).toContain('… registering test clients')
  })

  it('prints one JSON document', async () => {
    const { code, stdout } = await home.run('check-server', server.url, '--format', 'json')
    expect(code).toBe(0)
    const report = ServerReport.parse(JSON.parse(stdout))
    expect(report.url).toBe(server.url)
    // Nobody at the keyboard and no --yes: nothing is registered.
    expect(report.clients).toEqual([])
  })

  it('ends with 7 when a requirement is not met, with 4 when nobody answers', async () => {
    const other = server.url.replace('/mcp', '/.well-known/oauth-protected-resource/mcp')
    const wrong = await home.run('check-server', other, '--json')
    expect(wrong.code).toBe(7)
    const { results } = ServerReport.parse(JSON.parse(wrong.stdout))
    const failed = results.find((each) => each.id === 'demands-login-with-401')
    expect(failed?.status).toBe('fail')
    expect(failed?.fix?.python).toContain('def protect')
    expect((await home.run('check-server', 'http://127.0.0.1:65535/mcp')).code).toBe(4)
  })
})

const hostile = '<script>alert(1)</script>"\'&\u0007\u202e\ud800]]>'
const report: ServerReport = {
  url: 'https://mcp.example.com/mcp',
  issuer: `https://auth.example.com/${hostile}`,
  checkedAt: '2026-01-02T03:04:05.000Z',
  version: '1.2.3',
  clients: [{ clientId: hostile, deleted: false }],
  results: (['pass', 'warn', 'fail', 'skip'] as const).map((status) => ({
    id: `rule-${status}`,
    title: 'A rule',
    level: 'must',
    area: 'endpoint',
    source: { name: 'RFC 6750 §3', url: 'https://www.rfc-editor.org/rfc/rfc6750#section-3' },
    status,
    evidence: hostile,
    ...(status === 'fail' && { fix: { node: 'a < b', python: 'a > b' } }),
  })),
}

describe('the forms of a report', () => {
  it('HTML loads nothing, runs nothing, and keeps its policy', () => {
    const html = htmlReport(report)
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(html).toContain(`default-src 'none'; style-src 'sha256-${hash}'`)
    expect(html).not.toMatch(/<script|<img|<link|src=|url\(|@import| on\w+=/)
    expect(html).toContain('&lt;script&gt;')
    expect(html).toContain('a &lt; b')
    expect(style).toContain('color-scheme: light dark')
  })

  it('JUnit counts failures, and only those', () => {
    const xml = junitReport(report)
    expect(xml).toContain('tests="4" failures="1" skipped="1"')
    expect(xml).toMatch(/<failure type="must"[^>]*>/)
    expect(xml).toMatch(/<system-out>warning: /)
    // oxlint-disable-next-line no-control-regex -- what XML does not allow is looked for
    expect(xml).not.toMatch(/[\u0000-\u0008\u202e]|<script|\]\]>/)
  })

  it('text shows code in the language asked for, and no escape sequences of others', () => {
    const { paint } = createOutput(
      { out: { write: () => true }, err: { write: () => true }, environment: {} },
      false,
    )
    const text = textReport(report, paint, 'python')
    expect(text).toContain('    a > b')
    expect(text).not.toContain('a < b')
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0008\u202e]/)
  })
})
