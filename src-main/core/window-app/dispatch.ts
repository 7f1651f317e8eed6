/** The one door for commands: checks name and input, runs the handler, and turns whatever happens into a reply. */
import { commands, isCommandName, type CommandHandlers } from '#contract/commands.ts'
import type { Reply } from '#contract/reply.ts'
import { appError } from '#core/app-error.ts'
import type { Log, Random } from '#core/ports.ts'
import { appEnded } from './journeys.ts'
import { problemOf } from './problems.ts'
import { say } from '#core/say.ts'

/** Runs the command called `name`; never rejects. */
export type Dispatch = (name: string, input: unknown) => Promise<Reply>

export interface DispatchOptions {
  readonly handlers: CommandHandlers
  readonly log: Log
  readonly random: Random
  /** In tests and development: an answer that is not what the contract promises is a mistake of ours. */
  readonly checksOutput: boolean
  /** Aborts what is under way when the app ends. */
  readonly ending?: AbortSignal
}

export function createDispatch(options: DispatchOptions): Dispatch {
  const { handlers, log, random, checksOutput, ending = new AbortController().signal } = options
  return async (name, input) => {
    try {
      if (ending.aborted) throw closed()
      if (!isCommandName(name)) throw notUnderstood(name.slice(0, 80), 'There is no such command.')
      const parsed = commands[name].input.safeParse(input)
      if (!parsed.success) throw notUnderstood(name, issuesOf(parsed.error))
      // The input was checked against the shape that belongs to this handler.
      const handler = handlers[name] as (input: unknown, signal: AbortSignal) => unknown
      const value = await handler(parsed.data, ending)
      return { ok: true, value: checksOutput ? commands[name].output.parse(value) : value }
    } catch (error) {
      if (error === appEnded || ending.aborted) return { ok: false, problem: closed().problem }
      return { ok: false, problem: problemOf(error, log, random) }
    }
  }
}

/** Where the input is wrong, without the input itself: it may hold a secret. */
function issuesOf(error: {
  readonly issues: readonly {
    readonly path: readonly PropertyKey[]
    readonly code?: string | undefined
  }[]
}): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, code = 'wrong' }) => `${path.map(String).join('.') || 'input'}: ${code}`)
    .join(', ')
}

function notUnderstood(command: string, why: string) {
  return appError('bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: say('app.not-understood'),
    next: say('app.not-understood.next'),
    details: { command, why },
  })
}

function closed() {
  return appError('app-closed', {
    step: 'input',
    whoseTurn: 'you',
    message: say('app.ending'),
    next: say('app.ending.next'),
  })
}
