/** The door for commands: what it lets in, and what it says when something breaks. */
import { describe, expect, it } from 'vitest'
import type { CommandHandlers } from '#contract/commands.ts'
import { createRandom } from '#adapters/random.ts'
import { createDispatch } from '#core/window-app/dispatch.ts'
import { openWindow } from './window.ts'

describe('the door for commands', () => {
  it.each(['no.such', 'constructor', '__proto__', 'toString', ''])(
    'refuses a command called %j',
    async (name) => {
      const { dispatch } = await openWindow()
      expect(await dispatch(name, {})).toMatchObject({ problem: { code: 'bad-usage' } })
    },
  )

  it('names the wrong member of an input and repeats nothing of it', async () => {
    const { dispatch } = await openWindow()
    const reply = await dispatch('vault.choose', { kind: 'passphrase', passphrase: ['hush-hush'] })
    expect(reply).toMatchObject({ ok: false, problem: { code: 'bad-usage' } })
    expect(JSON.stringify(reply)).toContain('passphrase')
    expect(JSON.stringify(reply)).not.toContain('hush-hush')
  })

  it('shows of a mistake of ours only the reference under which the log has it', async () => {
    const lines: string[] = []
    const { app } = await openWindow()
    const handlers: CommandHandlers = {
      ...app.handlers,
      'import.export': () => {
        throw new Error('a secret place: /home/ada')
      },
    }
    const dispatch = createDispatch({
      handlers,
      random: createRandom(),
      checksOutput: true,
      log: { write: (_level, message, facts) => void lines.push(message + JSON.stringify(facts)) },
    })
    const reply = await dispatch('import.export', {})
    if (reply.ok) throw new Error('it was not refused')
    expect(reply.problem.code).toBe('internal')
    expect(JSON.stringify(reply)).not.toContain('/home/ada')
    const reference = reply.problem.details?.['reference'] ?? 'none'
    expect(lines.join()).toContain(reference)
    expect(lines.join()).toContain('/home/ada')
  })

  it('holds answers to the contract where it is told to', async () => {
    const { app } = await openWindow()
    const handlers: CommandHandlers = {
      ...app.handlers,
      'import.export': () => ({ text: 7 as unknown as string }),
    }
    const log = { write: () => undefined }
    const random = createRandom()
    const strict = createDispatch({ handlers, log, random, checksOutput: true })
    const lenient = createDispatch({ handlers, log, random, checksOutput: false })
    expect((await strict('import.export', {})).ok).toBe(false)
    expect((await lenient('import.export', {})).ok).toBe(true)
  })

  it('does nothing any more when the app ends', async () => {
    const { app } = await openWindow()
    const log = { write: () => undefined }
    const ending = AbortSignal.abort(new Error('over'))
    const options = { handlers: app.handlers, log, random: createRandom(), ending }
    const dispatch = createDispatch({ ...options, checksOutput: true })
    const reply = await dispatch('import.export', {})
    expect(reply).toMatchObject({ ok: false, problem: { code: 'app-closed' } })
  })
})
