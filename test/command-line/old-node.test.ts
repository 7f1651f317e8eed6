/** Started with a Node that is too old, the program says so. */
import { describe, expect, it } from 'vitest'
import { oldNodeProblem } from '#command-line/old-node.ts'

const missing = Object.assign(new Error('No such built-in module: node:sqlite'), {
  code: 'ERR_UNKNOWN_BUILTIN_MODULE',
})

describe('a Node that is too old', () => {
  it('is named with the version that is needed', () => {
    const problem = oldNodeProblem(missing, 'v20.1.0')
    expect(problem).toMatchObject({ code: 'not-supported', whoseTurn: 'you' })
    expect(problem?.message).toContain('Node 24 or later, and was started with v20.1.0')
  })

  it('is not what any other mistake is called', () => {
    expect(oldNodeProblem(new Error('No such built-in module'), 'v24.0.0')).toBeUndefined()
    expect(oldNodeProblem(Object.assign(new Error('x'), { code: 'ENOENT' }), 'v1')).toBeUndefined()
  })
})
