/** What is printed as JSON has English texts only, whatever the window needs beside them. */
import { expect, it } from 'vitest'
import { plainly } from '#command-line/plainly.ts'
import { problemFrom } from '#core/app-error.ts'
import { noteOf, say } from '#core/say.ts'

it('leaves the sayings out, and nothing else', () => {
  const problem = problemFrom('unreachable', {
    step: 'network',
    whoseTurn: 'you',
    message: say('network.no-way', { host: 'a.example' }),
    next: say('network.no-way.next'),
    details: { code: 'EHOSTUNREACH' },
  })
  expect(plainly({ problem, notes: [noteOf('legacy-sse', say('note.legacy-sse'))] })).toEqual({
    problem: {
      code: 'unreachable',
      step: 'network',
      whoseTurn: 'you',
      message: 'There is no way from this computer to a.example.',
      next: 'Check the network connection. A server inside your company may need the company network or its VPN.',
      details: { code: 'EHOSTUNREACH' },
    },
    notes: [{ code: 'legacy-sse', message: 'The server speaks the older HTTP+SSE transport.' }],
  })
})

it('writes a sentence as its text', () => {
  const reason = say('way.refused-said', { status: 400, said: 'no' })
  expect(plainly([{ reason, tools: 3, none: null }])).toEqual([
    { reason: 'The server refused to register this app (status 400: no).', tools: 3, none: null },
  ])
})
