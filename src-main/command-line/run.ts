/** Runs a parsed command line: turns every ending, expected or not, into words and an exit code; no stack trace reaches a person. */
import process from 'node:process'
import type { Command, CommanderError } from 'commander'
import type { Problem } from '#contract/problem.ts'
import { AppError } from '#core/app-error.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { oldNodeProblem } from './old-node.ts'
import { createOutput } from './output.ts'
import { usageProblem } from './usage-problem.ts'
import type { Host, RunVerb } from './verb.ts'

/** Starts the program on `host` (usually Node's process) and resolves with the exit code. */
export async function runProgram(
  createProgram: (run: RunVerb) => Command,
  host: Host,
): Promise<number> {
  let code: number = exitCodes.done
  const interruption = new AbortController()
  const stop = listenForInterruption(host, interruption)
  const program = createProgram(async (options, verb) => {
    const output = createOutput(
      { out: host.stdout, err: host.stderr, environment: host.env },
      options.json === true,
    )
    try {
      const run = await verb()
      const ending = await run({ host, output, signal: interruption.signal })
      if (typeof ending === 'number') code = ending
    } catch (error) {
      const problem = problemOf(error, interruption.signal)
      output.problem(problem)
      code = exitCodeOf(problem.code)
      if (problem.code === 'internal') explain(error, host)
    }
  })
  try {
    await program.parseAsync(host.argv)
    return code
  } catch (error) {
    if (!isCommanderError(error)) throw error
    return error.exitCode === 0 ? exitCodes.done : misused(error, host)
  } finally {
    stop()
  }
}

/** First Ctrl+C cancels in order; a second one ends at once. */
function listenForInterruption(host: Host, controller: AbortController): () => void {
  const interrupt = () => {
    if (controller.signal.aborted) host.exit(exitCodes.cancelled)
    controller.abort(
      new AppError({
        code: 'cancelled',
        step: 'input',
        whoseTurn: 'you',
        message: 'Cancelled.',
        next: 'Nothing was left half done; run the command again when you like.',
      }),
    )
  }
  host.on('SIGINT', interrupt)
  host.on('SIGTERM', interrupt)
  return () => {
    host.off('SIGINT', interrupt)
    host.off('SIGTERM', interrupt)
  }
}

function problemOf(error: unknown, signal: AbortSignal): Problem {
  if (error instanceof AppError) return error.problem
  if (signal.aborted && signal.reason instanceof AppError) return signal.reason.problem
  const tooOld = oldNodeProblem(error, process.version)
  if (tooOld) return tooOld
  return {
    code: 'internal',
    step: 'internal',
    whoseTurn: 'aip',
    message: 'AIP Desktop made a mistake.',
    next: 'Please report it with what you did; AIP_DEBUG=1 shows more.',
  }
}

/** The words of an unexpected error are for those who ask for them: they may hold addresses. */
function explain(error: unknown, host: Host): void {
  if (host.env['AIP_DEBUG'] !== '1') return
  host.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}

/** Says what does not fit, in the form the rest of the command line asked for. */
function misused(error: CommanderError, host: Host): number {
  // Help that was not asked for is printed already: there was no verb at all.
  if (error.code === 'commander.help') return exitCodes.usage
  const json = host.argv.includes('--json')
  const streams = { out: host.stdout, err: host.stderr, environment: host.env }
  createOutput(streams, json).problem(usageProblem(error.message, host.argv.slice(2)))
  return exitCodes.usage
}

function isCommanderError(error: unknown): error is CommanderError {
  return error instanceof Error && 'exitCode' in error && 'code' in error
}
