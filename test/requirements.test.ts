/** `docs/requirements.md` names a proof for every requirement, and every proof it names exists. */
import { describe, expect, it } from 'vitest'
import { complaint, rulesOf } from './proofs.ts'

const requirements = rulesOf('docs/requirements.md', /^[RN]\d+$/)

it('names every requirement once, in order', () => {
  const all = Array.from({ length: 31 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`)
  const listed = requirements.map((each) => each.id).filter((id) => id.startsWith('R'))
  expect(listed).toEqual(all)
})

describe('the proof of', () => {
  it.each(requirements.map((each) => [each.id, each.proofs] as const))('%s exists', (_, proofs) => {
    expect(proofs.flatMap(complaint)).toEqual([])
  })
})
