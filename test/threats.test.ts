/** `SECURITY.md` names a proof for what it promises against every attacker, and every proof it names exists. */
import { expect, it } from 'vitest'
import { complaint, rulesOf } from './proofs.ts'

const threats = rulesOf('SECURITY.md', /^A\d+$/)

it('names every attacker once', () => {
  expect(threats.map((each) => each.id)).toEqual(Array.from({ length: 10 }, (_, n) => `A${n + 1}`))
})

it.each(threats.map((each) => [each.id, each.proofs] as const))(
  'the proof for %s exists',
  (_, proofs) => {
    expect(proofs.flatMap(complaint)).toEqual([])
  },
)
