/** Runs a discovery in a test and says what came of it. */
import { expect } from 'vitest'
import type { Problem, ProblemCode } from '#contract/problem.ts'
import { AppError } from '#core/app-error.ts'
import { discover } from '#core/discovery/discover.ts'
import type { DiscoverOptions } from '#core/discovery/discover.ts'
import type { Found } from '#core/found.ts'
import type { Clock, Http } from '#core/ports.ts'
import { plainHttp } from './plain-http.ts'

const clock: Clock = { now: () => Date.now(), wait: () => Promise.resolve() }

export interface LookOptions extends DiscoverOptions {
  readonly http?: Http
}

/** Discovers `url` over the test's network. */
export function look(url: string, { http = plainHttp(), ...options }: LookOptions = {}) {
  return discover(url, { http, clock }, options)
}

/** Discovers `url` and returns the problem it must end in. */
export async function lookInVain(
  url: string,
  code: ProblemCode,
  options: LookOptions = {},
): Promise<Problem> {
  const outcome = await look(url, options).then(
    (found) => found.discovery,
    (error: unknown) => error,
  )
  if (!(outcome instanceof AppError)) {
    throw new Error(`expected the problem ${code}`, { cause: outcome })
  }
  expect(outcome.problem.code).toBe(code)
  expect(outcome.problem.next).toMatch(/\.$/)
  return outcome.problem
}

/** `METHOD path` of each probe in the trace. */
export function probesOf({ discovery }: Found): string[] {
  return discovery.trace.map(({ method, url }) => `${method} ${pathOf(url)}`)
}

export function codesOf({ discovery }: Found): string[] {
  return discovery.notes.map((note) => note.code)
}

function pathOf(url: string): string {
  const { origin } = new URL(url)
  return url.slice(origin.length)
}
