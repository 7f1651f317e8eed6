/** One renewal of one grant: waits for its turn among all processes, looks again, redeems the refresh token once, stores what came. */
import type { Problem } from '#contract/problem.ts'
import { AppError, problemFrom } from '#core/app-error.ts'
import type { Vault } from '#core/ports.ts'
import type { Grant } from '#core/records.ts'
import { type GrantMark, markGrant } from './grant-marks.ts'
import { type GrantRecords, isSameGrant, leaseOf } from './grant-records.ts'
import type { GrantAnswer, Verdict } from './grant-verdict.ts'
import type { Refresh, RefreshOutcome } from './refresh-outcome.ts'
import { type LeasePorts, withLease, workLimitMs } from './with-lease.ts'
import { say } from '#core/say.ts'

export interface GrantKeeperPorts extends LeasePorts {
  readonly vault: Vault
  readonly refresh: Refresh
}

/** Why somebody wants a grant renewed; empty: because it runs out. */
export interface RenewalWish {
  readonly rejected?: string | undefined
  readonly askedVersion?: number | undefined
}

export interface RenewalParts extends GrantKeeperPorts {
  readonly records: GrantRecords
  verdictOn(
    connectionId: string,
    wish: RenewalWish,
  ): Promise<{ readonly verdict: Verdict; readonly mark: GrantMark | undefined }>
}

type RefreshVerdict = Extract<Verdict, { status: 'refresh' }>

export function createRenewal(parts: RenewalParts) {
  return (connectionId: string, wish: RenewalWish): Promise<GrantAnswer> => {
    const startedAt = parts.clock.now()
    return withLease<GrantAnswer>(parts, {
      name: leaseOf(connectionId),
      async settled() {
        const { verdict } = await parts.verdictOn(connectionId, wish)
        return verdict.status === 'refresh' ? undefined : verdict
      },
      async run(waited) {
        await parts.records.flush(connectionId)
        const { verdict, mark } = await parts.verdictOn(connectionId, wish)
        if (verdict.status !== 'refresh') return verdict
        // The one before us tried while we waited, in vain: its answer is ours, a queue of attempts helps nobody.
        if (waited && mark?.status === 'failed' && mark.at > startedAt) {
          return inPassing(verdict, wish, mark.problem)
        }
        return attempt(parts, verdict, wish)
      },
    })
  }
}

async function attempt(
  parts: RenewalParts,
  verdict: RefreshVerdict,
  wish: RenewalWish,
): Promise<GrantAnswer> {
  const { records, store, clock, log } = parts
  const { grant } = verdict
  const outcome = await refreshWithin(parts, grant)
  const now = clock.now()
  if (outcome.status === 'passing') {
    const { problem } = outcome
    markGrant(store, grant, { status: 'failed', at: now, problem })
    log.write('warn', 'refresh failed in passing', { issuer: grant.issuer, code: problem.code })
    return inPassing(verdict, wish, problem)
  }
  // The lease may have been lost to a computer that slept: whoever wrote since then is right (R01).
  const stored = await records.read(grant.connectionId)
  if (!isSameGrant(grant, stored)) return changedMeanwhile(parts, grant.connectionId)
  if (outcome.status === 'refused') return ended(parts, verdict, wish, outcome.problem)
  const renewed = successor(grant, outcome.grant, now)
  // Durable first: a rotated refresh token that only this process knew would die with it.
  await records.write(renewed)
  markGrant(store, renewed, { status: 'fresh', at: now })
  store.audit('grant-refreshed', grant.connectionId, { issuer: grant.issuer })
  return { status: 'ready', grant: renewed }
}

/** Gives up before the lease runs out, whatever `refresh` makes of its own time limits. */
async function refreshWithin(parts: RenewalParts, grant: Grant): Promise<RefreshOutcome> {
  const limit = AbortSignal.timeout(workLimitMs)
  const expired = Promise.withResolvers<RefreshOutcome>()
  const expire = () => expired.resolve({ status: 'passing', problem: timedOut() })
  limit.addEventListener('abort', expire, { once: true })
  try {
    return await Promise.race([parts.refresh(grant, limit), expired.promise])
  } finally {
    limit.removeEventListener('abort', expire)
  }
}

/** The old refresh token stays when none came (C42). The time of issue is ours when the refresh did not set it. */
function successor(before: Grant, after: Grant, now: number): Grant {
  const refreshToken = after.refreshToken ?? before.refreshToken
  return {
    ...after,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    connectionId: before.connectionId,
    obtainedAt: after.obtainedAt > before.obtainedAt ? after.obtainedAt : now,
    version: before.version + 1,
  }
}

function inPassing(verdict: RefreshVerdict, wish: RenewalWish, problem: Problem): GrantAnswer {
  if (verdict.usableMeanwhile && wish.askedVersion === undefined) {
    return { status: 'ready', grant: verdict.grant }
  }
  throw new AppError(problem)
}

/** The refresh token is dead, the grant is kept: its access token may still work, and only the person or a new sign-in removes it (R02). */
function ended(
  parts: RenewalParts,
  verdict: RefreshVerdict,
  wish: RenewalWish,
  problem: Problem,
): GrantAnswer {
  const { grant, usableMeanwhile } = verdict
  const { store, clock, log } = parts
  markGrant(store, grant, {
    status: 'ended',
    at: clock.now(),
    problem,
    unusable: !usableMeanwhile,
  })
  store.audit('grant-ended', grant.connectionId, { issuer: grant.issuer, code: problem.code })
  log.write('warn', 'refresh refused for good', { issuer: grant.issuer, code: problem.code })
  return usableMeanwhile && wish.askedVersion === undefined
    ? { status: 'ready', grant }
    : { status: 'needs-sign-in', problem }
}

/** Somebody else's tokens are there now; only if those have run out already is there something left to do. */
async function changedMeanwhile(parts: RenewalParts, connectionId: string): Promise<GrantAnswer> {
  parts.log.write('warn', 'grant changed during its refresh; the stored one counts', {})
  const { verdict } = await parts.verdictOn(connectionId, {})
  if (verdict.status !== 'refresh') return verdict
  return verdict.usableMeanwhile
    ? { status: 'ready', grant: verdict.grant }
    : attempt(parts, verdict, {})
}

function timedOut(): Problem {
  return problemFrom('timed-out', {
    step: 'token',
    whoseTurn: 'server-owner',
    message: say('token.late'),
    next: say('token.late.next'),
  })
}
