/** The problem for a command line that does not fit its description. */
import type { Problem } from '#contract/problem.ts'

/** `message` as the parser words it; `words` are the arguments, the verb first. */
export function usageProblem(message: string, words: readonly string[]): Problem {
  const verb = words.find((word) => !word.startsWith('-'))
  const known = verb !== undefined && !/unknown command/.test(message)
  return {
    code: 'bad-usage',
    step: 'input',
    whoseTurn: 'you',
    message: sentence(message),
    next: known
      ? `Run aip ${verb} --help: it explains the options with an example.`
      : 'Run aip --help: it lists the commands.',
  }
}

/** The parser writes `error: unknown option '--x=y'`; values stay unsaid, one of them may be a secret in the wrong place. */
function sentence(message: string): string {
  const plain = message
    .replace(/^error: /, '')
    .replace(/^(unknown option '[^'=]*)=[^']*/, '$1')
    .replace(/^(too many arguments[^:]*):[^]*/, '$1')
    .replace(/\s+/g, ' ')
    .trim()
  return plain.charAt(0).toUpperCase() + plain.slice(1) + (/[.?)]$/.test(plain) ? '' : '.')
}
