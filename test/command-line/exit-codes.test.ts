import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problemCodes } from '#contract/problem.ts'
import { exitCodeOf, exitCodes } from '#command-line/exit-codes.ts'

const documented = readFileSync(join(import.meta.dirname, '../../docs/problems.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('### '))
  .map((line) => line.slice(4))

describe('what a script can rely on', () => {
  it('has a paragraph for every problem code, and no other (R14)', () => {
    expect([...documented].sort()).toEqual([...problemCodes].sort())
  })

  it('gives every problem an exit code other than 0', () => {
    const codes = problemCodes.map((code) => exitCodeOf(code))
    expect(Math.min(...codes)).toBeGreaterThan(0)
    expect(Math.max(...codes)).toBe(exitCodes.cancelled)
  })

  it.each([
    ['bad-address', 2],
    ['sign-in-needed', 3],
    ['host-not-found', 4],
    ['zone-crossed', 5],
    ['no-such-connection', 6],
    ['registration-refused', 7],
    ['cancelled', 8],
    ['internal', 1],
  ] as const)('ends with the documented code after %s', (code, exit) => {
    expect(exitCodeOf(code)).toBe(exit)
  })
})
