/** `aip doctor` as a person or a script runs it. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Check } from '#contract/check.ts'
import { startGuideServer, type GuideServer } from '../servers/guide-server.ts'
import { createAipHome, type AipHome } from './run-aip.ts'

const Report = z.object({ checks: z.array(Check) })
const folder = mkdtempSync(join(tmpdir(), 'aip-doctor-'))
let home: AipHome
let server: GuideServer

beforeAll(async () => {
  home = createAipHome()
  server = await startGuideServer('node', { dataFile: join(folder, 'data.sqlite') })
  const connected = await home.run('connect', server.url, '--name', 'guide', '--yes')
  expect(connected.code, connected.stderr).toBe(0)
})

afterAll(async () => {
  await server.close()
  home.close()
  rmSync(folder, { recursive: true, force: true })
})

function statuses(stdout: string): Record<string, string> {
  const { checks } = Report.parse(JSON.parse(stdout))
  return Object.fromEntries(checks.map((each) => [each.id, each.status]))
}

describe('aip doctor', () => {
  it('checks this computer', async () => {
    const { code, stdout } = await home.run('doctor')
    expect(code).toBe(0)
    expect(stdout).toMatch(/✓ Saved data .* 1 connection/)
    expect(stdout).toMatch(/✓ Keychain .*passphrase/)
  })

  it('checks a connection with its token and its tools', async () => {
    const { code, stdout } = await home.run('doctor', 'guide', '--json')
    expect(code).toBe(0)
    expect(statuses(stdout)).toMatchObject({
      tcp: 'pass',
      registration: 'pass',
      'callback-spelling': 'pass',
      tokens: 'pass',
      tools: 'pass',
    })
  })

  it('ends with the exit code of what a connection would meet', async () => {
    const { code, stdout } = await home.run('doctor', 'http://127.0.0.1:9/mcp', '--json')
    expect(statuses(stdout)['address']).toBe('fail')
    expect(code).toBe(2)
    const other = server.url.replace('/mcp', '/other')
    expect((await home.run('doctor', other, '--json')).code).toBe(7)
    expect((await home.run('doctor', 'nobody')).code).toBe(6)
  })

  it('says what to do and whose turn it is', async () => {
    const { stdout } = await home.run('doctor', server.url.replace('/mcp', '/other'))
    expect(stdout).toMatch(/✗ Answer .*not an MCP server/)
    expect(stdout).toMatch(/Next: .*\/mcp/)
    expect(stdout).toContain('Who can act: your turn · code: not-an-mcp-server')
  })

  it('goes on when the data file is damaged', async () => {
    const broken = createAipHome()
    try {
      await broken.run('list')
      writeFileSync(join(broken.folder, 'data', 'aip.db'), 'this is no database'.repeat(100))
      const { code, stdout } = await broken.run('doctor', server.url, '--json')
      expect(statuses(stdout)).toMatchObject({ store: 'fail', 'server-metadata': 'pass' })
      expect(code).toBe(1)
    } finally {
      broken.close()
    }
  })

  it('writes a bundle that only this user can read, with exactly what was shown and no secret', async () => {
    const file = join(home.folder, 'bundle.txt')
    const token = (await home.run('token', 'guide', '--reveal')).stdout.trim()
    const { stderr } = await home.run('doctor', 'guide', '--bundle', file, '--yes')
    const text = readFileSync(file, 'utf8')
    expect(stderr).toContain(text)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(text).toContain('## Checks')
    expect(text).toContain(server.url)
    expect(text).not.toContain(token)
    expect(text).not.toContain('ada@example.com')
    expect(text).not.toContain(home.folder)
  })

  it('neither asks without a keyboard nor overwrites a file', async () => {
    const file = join(home.folder, 'existing.txt')
    expect((await home.run('doctor', '--bundle', file)).code).toBe(8)
    writeFileSync(file, 'mine')
    const { code, stderr } = await home.run('doctor', '--bundle', file, '--yes')
    expect(code).toBe(2)
    expect(stderr).toContain('could not be written')
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })
})
