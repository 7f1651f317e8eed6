/** What macOS says when it keeps a program from the local network, told apart from a host that is away (R19). */
import { describe, expect, it } from 'vitest'
import { networkProblem } from '#adapters/http/failure.ts'

function codeFor(platform: NodeJS.Platform, zone: 'private' | 'public'): string {
  const error = Object.assign(new Error('connect'), { code: 'EHOSTUNREACH' })
  const url = new URL('https://mcp.example.com/mcp')
  return networkProblem(error, { url, platform, zone }).problem.code
}

describe('no way to a host', () => {
  it.each([
    ['darwin', 'private', 'local-network-blocked'],
    ['darwin', 'public', 'unreachable'],
    ['linux', 'private', 'unreachable'],
    ['win32', 'private', 'unreachable'],
  ] as const)('on %s to a %s address is %s (R19)', (platform, zone, code) => {
    expect(codeFor(platform, zone)).toBe(code)
  })
})
