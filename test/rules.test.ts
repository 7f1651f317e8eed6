/** `docs/rules.md` names a proof for every rule, and every proof it names exists. */
import { describe, expect, it } from 'vitest'
import { complaint, rulesOf } from './proofs.ts'

const rules = rulesOf('docs/rules.md', /^[CTSEG]\d+$/)

const numbers = { C: 48, T: 17, S: 12, E: 4, G: 28 }

it('names every rule once, in order', () => {
  const all = Object.entries(numbers).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
  )
  expect(rules.map((each) => each.id)).toEqual(all)
})

describe('the proof of', () => {
  it.each(rules.map((each) => [each.id, each.proofs] as const))('%s exists', (_id, proofs) => {
    expect(proofs.flatMap(complaint)).toEqual([])
  })
})
