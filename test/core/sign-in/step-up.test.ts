/** More permissions in the middle of the work: the union, a few times at most, and never the same demand twice (C46 to C48, S9). */
import { describe, expect, it } from 'vitest'
import { createStepUpGuard, stepUpScopes } from '#core/sign-in/step-up.ts'
import { problemOf } from '../journey.ts'

const asking = (work: () => unknown) => problemOf((async () => work())())

describe('a step-up', () => {
  it('C47: asks for what was asked before and what is demanded now, each once', () => {
    expect(stepUpScopes('write read', ['read', 'list'])).toEqual(['read', 'list', 'write'])
    expect(stepUpScopes(undefined, ['read'])).toEqual(['read'])
  })

  it('C48: that was met and is demanded again is a loop, in whatever order', async () => {
    const guard = createStepUpGuard()
    expect(guard.next('tools/call send', 'write read', [])).toEqual(['write', 'read'])
    const problem = await asking(() =>
      guard.next('tools/call send', 'read  write', ['read', 'write']),
    )
    expect(problem).toMatchObject({
      code: 'sign-in-loop',
      whoseTurn: 'server-owner',
      details: { operation: 'tools/call send', scopes: 'read write' },
    })
  })

  it('C48: comes to an end when the demands do not', async () => {
    const guard = createStepUpGuard()
    for (const scope of ['a', 'b', 'c']) guard.next('tools/call send', scope, [])
    const problem = await asking(() => guard.next('tools/call send', 'd', []))
    expect(problem.code).toBe('step-up-refused')
  })

  it('C48 S9: that the person refused is not brought up again for this operation', async () => {
    const guard = createStepUpGuard()
    guard.refused('tools/call send', 'write')
    expect((await asking(() => guard.next('tools/call send', 'write', []))).code).toBe(
      'sign-in-loop',
    )
  })

  it('C48: of one operation does not count for another', () => {
    const guard = createStepUpGuard()
    for (const scope of ['a', 'b', 'c']) guard.next('tools/call send', scope, [])
    expect(guard.next('tools/call read', 'a', [])).toEqual(['a'])
  })
})
