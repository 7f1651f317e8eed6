/** Judges a stored grant: may it be used now, must it be refreshed first, or is it the person's turn. No side effects. */
import type { Connection } from '#contract/connection.ts'
import type { Problem } from '#contract/problem.ts'
import type { Grant } from '#core/records.ts'
import type { GrantMark } from './grant-marks.ts'
import { bindingProblem, expiredProblem, rejectedProblem, signInNeeded } from './grant-problems.ts'

export interface Evidence {
  readonly grant: Grant | undefined
  readonly connection: Connection | undefined
  readonly mark: GrantMark | undefined
  readonly now: number
  /** The access token a server just answered with 401. */
  readonly rejected?: string | undefined
  /** A person asked for a refresh of this version. */
  readonly askedVersion?: number | undefined
}

export type Verdict =
  | { readonly status: 'ready'; readonly grant: Grant }
  | { readonly status: 'refresh'; readonly grant: Grant; readonly usableMeanwhile: boolean }
  /** `ends`: the tokens that were just found to be of no use, to be remembered as such. */
  | { readonly status: 'needs-sign-in'; readonly problem: Problem; readonly ends?: Grant }

export type GrantAnswer = Exclude<Verdict, { status: 'refresh' }>

/** A token this young that is answered with 401 will not get better by another refresh (R02). */
const youngMs = 60_000
const skewMs = 60_000
/** After a refresh that failed in passing, a token that still works is used this long before the next try. */
const pauseMs = 10_000

export function judge(evidence: Evidence): Verdict {
  const { grant, connection, mark, now, rejected, askedVersion } = evidence
  if (!grant) return { status: 'needs-sign-in', problem: signInNeeded() }
  const wrongPlace = bindingProblem(grant, connection)
  if (wrongPlace) return { status: 'needs-sign-in', problem: wrongPlace }
  const asked = askedVersion === grant.version
  const wasRejected = rejected === grant.accessToken
  const expired = grant.expiresAt !== undefined && grant.expiresAt <= now
  const usableMeanwhile = !expired && !wasRejected

  if (mark?.status === 'ended' && !asked) {
    return usableMeanwhile && !mark.unusable
      ? { status: 'ready', grant }
      : { status: 'needs-sign-in', problem: mark.problem }
  }
  if (wasRejected && !asked && mark?.status === 'fresh' && isRecent(mark, now, youngFor(grant))) {
    return { status: 'needs-sign-in', problem: rejectedProblem(), ends: grant }
  }
  const paused = mark?.status === 'failed' && isRecent(mark, now, pauseMs)
  const due = wasRejected || asked || expired || (isDue(grant, now) && !paused)
  if (!due) return { status: 'ready', grant }
  if (isRenewable(grant)) return { status: 'refresh', grant, usableMeanwhile }
  if (usableMeanwhile && !asked) return { status: 'ready', grant }
  return { status: 'needs-sign-in', problem: expiredProblem(wasRejected) }
}

/** A mark from the future tells that the clock was set back, and nothing about how long ago it was made. */
function isRecent(mark: GrantMark, now: number, ms: number): boolean {
  const age = now - mark.at
  return age >= 0 && age < ms
}

/** A minute before the end, or a tenth of the life of short-lived tokens. */
function isDue(grant: Grant, now: number): boolean {
  if (grant.expiresAt === undefined) return false
  const life = Math.max(0, grant.expiresAt - grant.obtainedAt)
  return now >= grant.expiresAt - Math.min(skewMs, life / 10)
}

function youngFor(grant: Grant): number {
  if (grant.expiresAt === undefined) return youngMs
  return Math.min(youngMs, Math.max(0, grant.expiresAt - grant.obtainedAt) / 2)
}

/** Grants without a person behind them are asked for again; all others need a refresh token. */
function isRenewable(grant: Grant): boolean {
  const withoutPerson =
    grant.grantType === 'client-credentials' ||
    grant.grantType === 'enterprise' ||
    grant.grantType === 'workload'
  return grant.refreshToken !== undefined || withoutPerson
}
