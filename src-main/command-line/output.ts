/** Where words go: results to stdout, progress and diagnostics to stderr; one JSON document with --json. */
import type { Problem } from '#contract/problem.ts'
import { plainly } from './plainly.ts'

export interface Output {
  readonly json: boolean
  /** Colour and moving lines are for a terminal only. */
  readonly lively: boolean
  /** The result: `value` as JSON, or `text` for people. */
  result(value: unknown, text: string): void
  /** Several results of a stream at once: one write, however many there are. */
  results<T>(values: readonly T[], textOf: (value: T) => string): void
  /** One line of progress or diagnosis, to stderr. */
  note(line: string): void
  problem(problem: Problem): void
  readonly paint: Paint
}

export interface Paint {
  bold(text: string): string
  dim(text: string): string
  good(text: string): string
  bad(text: string): string
  warn(text: string): string
}

export interface Streams {
  readonly out: { write(text: string): unknown }
  readonly err: { write(text: string): unknown; readonly isTTY?: boolean }
  readonly environment: Record<string, string | undefined>
}

export function createOutput(streams: Streams, json: boolean): Output {
  const lively =
    streams.err.isTTY === true &&
    (streams.environment['NO_COLOR'] ?? '') === '' &&
    streams.environment['TERM'] !== 'dumb'
  const paint = createPaint(lively)
  const line = (value: unknown, text: string) =>
    json ? JSON.stringify(value) + '\n' : endLine(text)
  return {
    json,
    lively,
    paint,
    result: (value, text) => {
      streams.out.write(line(value, text))
    },
    results: (values, textOf) => {
      streams.out.write(values.map((value) => line(value, json ? '' : textOf(value))).join(''))
    },
    note: (text) => {
      streams.err.write(printable(text) + '\n')
    },
    problem: (problem) => {
      if (json) streams.out.write(JSON.stringify(plainly({ problem })) + '\n')
      streams.err.write(problemText(problem, paint))
    },
  }
}

/** Who can act, for people. */
export const turns: Record<Problem['whoseTurn'], string> = {
  you: 'your turn',
  'server-owner': "the server's owner",
  it: "your company's IT",
  aip: 'the makers of AIP Desktop',
}

/** A problem for people: what, what next, who, and the facts for a ticket. */
export function problemText(problem: Problem, paint: Paint): string {
  const { connection, ...details } = problem.details ?? {}
  const facts = Object.entries(details).map(
    ([name, value]) => `  ${paint.dim(name + ':')} ${printable(value)}`,
  )
  // Only problems that signing in solves name their connection.
  const command = connection === undefined ? [] : [`  aip sign-in ${wordOf(connection)}`]
  return endLine(
    [
      `${paint.bad('✗')} ${paint.bold(printable(problem.message))}`,
      `  ${printable(problem.next)}`,
      ...command,
      `  ${paint.dim(`Who can act: ${turns[problem.whoseTurn]} · step: ${problem.step} · code: ${problem.code}`)}`,
      ...facts,
    ].join('\n'),
  )
}

/** A name as one word of a command to copy. */
function wordOf(name: string): string {
  const plain = printable(name)
  return /^[\w.@-]+$/.test(plain) ? plain : `'${plain.replaceAll("'", "'\\''")}'`
}

/**
 * Removes control characters (but line ends and tabs): names, descriptions and error texts come from servers, and a terminal obeys escape
 * sequences.
 */
export function printable(text: string): string {
  // Our own colours are the only escapes let through.
  return text.replace(
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    /(\u001b\[(?:0|1|2|31|32|33|22|39)m)|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (_, ours: string | undefined) => ours ?? '',
  )
}

function createPaint(on: boolean): Paint {
  const wrap = (open: number, close: number) => (text: string) =>
    on ? `\u001b[${open}m${text}\u001b[${close}m` : text
  return {
    bold: wrap(1, 22),
    dim: wrap(2, 22),
    good: wrap(32, 39),
    bad: wrap(31, 39),
    warn: wrap(33, 39),
  }
}

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : text + '\n'
}
