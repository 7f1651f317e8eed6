/** Diagnostics: one redacted line each, to stderr unless told otherwise. */
import type { Log } from '#core/ports.ts'
import { redact, redactValue } from './redact.ts'

const levels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof levels)[number]

export interface LogOptions {
  /** The least important level that is still written; `silent` writes nothing. */
  readonly level: LogLevel | 'silent'
  readonly format: 'text' | 'json'
  readonly now: () => number
  /** Gets each line with its line end. */
  readonly write?: (line: string) => void
}

/** A log that never throws and never writes a secret. */
export function createLog(options: LogOptions): Log {
  const write = options.write ?? ((line: string) => void process.stderr.write(line))
  return {
    write(level, message, facts = {}) {
      if (options.level === 'silent') return
      if (levels.indexOf(level) < levels.indexOf(options.level)) return
      const time = new Date(options.now()).toISOString()
      const safe = redactValue(facts)
      write(
        options.format === 'json'
          ? `${JSON.stringify({ time, level, message: redact(message), ...asObject(safe) })}\n`
          : `${time} ${level} ${oneLine(redact(message))}${asText(safe)}\n`,
      )
    },
  }
}

function asObject(facts: unknown): Record<string, unknown> {
  return typeof facts === 'object' && facts !== null ? { facts } : {}
}

function asText(facts: unknown): string {
  return Object.entries(facts ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
      return ` ${name}=${/^[\w.:/@+-]+$/.test(text) ? text : JSON.stringify(text)}`
    })
    .join('')
}

/** Foreign text must not forge lines or steer the terminal. */
function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
}
