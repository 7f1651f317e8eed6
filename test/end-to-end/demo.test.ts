/** `aip demo` as a new user runs it, and that it cannot end well when something in it did not happen. */
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openHome } from './aip.ts'

describe('the demonstration', () => {
  it('plays five kinds of servers to the end and reports every step', async () => {
    await using home = openHome({ AIP_VAULT: undefined })
    const { code, stderr, stdout } = await home.run(['demo'])
    expect(code).toBe(0)
    for (const mode of ['NoAuth', 'OAuthWithDCR', 'OAuthWithCIMD', 'OAuth ·']) {
      expect(stderr).toContain(mode)
    }
    expect(stderr.match(/✓ connect/g)).toHaveLength(5)
    expect(stderr.match(/✓ tunnel/g)).toHaveLength(5)
    expect(stderr.match(/✓ refresh/g)).toHaveLength(3)
    expect(stderr.match(/✓ sign-out/g)).toHaveLength(3)
    expect(stderr).not.toContain('✗')
    expect(stdout).toMatch(/All 26 steps happened, in [\d.]+ s/)
  })

  it('leaves nothing behind, neither data nor a sign-in tab of the person', async () => {
    await using home = openHome()
    const before = leftovers()
    const { code } = await home.run(['demo', '--json'])
    expect(code).toBe(0)
    expect(leftovers()).toEqual(before)
    expect(readdirSync(home.folder)).not.toContain('data')
    expect(home.tabs()).toEqual([])
  })

  it('gives one JSON document with --json, the account of it on stderr', async () => {
    await using home = openHome()
    const ended = await home.run(['demo', '--json'])
    expect(ended.json()).toEqual({ servers: 5, steps: 26, seconds: expect.any(Number) })
    expect(ended.stderr).toContain('who_am_i')
  })

  it('names the step that did not happen and ends with a failure', async () => {
    await using home = openHome()
    const ended = await home.run(['demo'], {
      environment: { NODE_OPTIONS: `--import=${join(import.meta.dirname, 'break-revocation.ts')}` },
    })
    expect(ended.code).toBe(1)
    expect(ended.stderr).toContain('✗ the refresh token was not revoked')
    expect(ended.stdout).toBe('')
  })
})

function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('aip-demo-'))
}
