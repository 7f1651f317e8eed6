/** Keeps the grants of all connections usable: refreshes them in time, one process at a time, and never throws one away by itself. */
import { isProblem } from '#core/app-error.ts'
import type { Grant } from '#core/records.ts'
import { markOf, markGrant, unmarkGrant } from './grant-marks.ts'
import { createGrantRecords, leaseOf } from './grant-records.ts'
import { type GrantAnswer, judge } from './grant-verdict.ts'
import { createRenewal, type GrantKeeperPorts, type RenewalWish } from './renewal.ts'
import { createFlights } from './single-flight.ts'
import { withLease } from './with-lease.ts'

export type { GrantAnswer, GrantKeeperPorts }

export interface GrantKeeper {
  /**
   * A grant whose access token may be sent now. `rejected` is the token a server just answered with 401: it is not handed out again. Throws the
   * problem of a refresh that failed in passing when there is no token left that may still work; the grant stays (R01, R02).
   */
  accessToken(
    connectionId: string,
    options: { readonly rejected?: string | undefined; readonly signal: AbortSignal },
  ): Promise<GrantAnswer>
  /** Stores what a sign-in produced, in place of what was there; resolves with the grant as stored, when it is durable. */
  save(grant: Grant, signal?: AbortSignal): Promise<Grant>
  read(connectionId: string): Promise<Grant | undefined>
  /** Deletes the grant and resolves with it, so that exactly what was stored can be revoked. */
  remove(connectionId: string, signal?: AbortSignal): Promise<Grant | undefined>
  /** Refreshes even though it is not time, because a person asked. */
  refreshNow(connectionId: string, signal: AbortSignal): Promise<GrantAnswer>
}

export function createGrantKeeper(ports: GrantKeeperPorts): GrantKeeper {
  const { store, clock } = ports
  const records = createGrantRecords(ports.vault, clock)
  const flights = createFlights<GrantAnswer>()

  async function verdictOn(connectionId: string, wish: RenewalWish) {
    const grant = await records.read(connectionId)
    const mark = grant && markOf(store, grant)
    const connection = store.listConnections().find((each) => each.id === connectionId)
    const verdict = judge({ grant, connection, mark, now: clock.now(), ...wish })
    if (verdict.status === 'needs-sign-in' && verdict.ends) {
      const { problem, ends } = verdict
      markGrant(store, ends, { status: 'ended', at: clock.now(), problem, unusable: true })
    }
    return { verdict, mark }
  }

  const renew = createRenewal({ ...ports, records, verdictOn })

  async function answer(connectionId: string, wish: RenewalWish, signal: AbortSignal) {
    signal.throwIfAborted()
    const { verdict } = await verdictOn(connectionId, wish)
    if (verdict.status !== 'refresh') return verdict
    const { rejected = '', askedVersion = '' } = wish
    const flight = `${connectionId} ${askedVersion} ${rejected}`
    return flights.join(flight, () => renew(connectionId, wish), signal)
  }

  /** What is stored, for work that replaces or deletes it anyway and must not fail on a record that cannot be read. */
  async function readIfReadable(connectionId: string): Promise<Grant | undefined> {
    try {
      return await records.read(connectionId)
    } catch (error) {
      if (isProblem(error, 'store-unreadable')) return undefined
      throw error
    }
  }

  return {
    accessToken: (connectionId, { rejected, signal }) => answer(connectionId, { rejected }, signal),
    async refreshNow(connectionId, signal) {
      const askedVersion = (await records.read(connectionId))?.version
      return answer(connectionId, { askedVersion }, signal)
    },
    read: (connectionId) => records.read(connectionId),
    save: (grant, signal) =>
      withLease(ports, {
        name: leaseOf(grant.connectionId),
        signal,
        async run() {
          const before = await readIfReadable(grant.connectionId)
          const stored = { ...grant, version: (before?.version ?? 0) + 1 }
          await records.write(stored)
          unmarkGrant(store, grant.connectionId)
          return stored
        },
      }),
    remove: (connectionId, signal) =>
      withLease(ports, {
        name: leaseOf(connectionId),
        signal,
        async run() {
          const before = await readIfReadable(connectionId)
          await records.delete(connectionId)
          unmarkGrant(store, connectionId)
          return before
        },
      }),
  }
}
