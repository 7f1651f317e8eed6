/** Grants in the vault: parsed on every read, durable before anybody uses what was written. */
import { appError, isProblem } from '#core/app-error.ts'
import type { Clock, Vault } from '#core/ports.ts'
import { Grant } from '#core/records.ts'
import { say } from '#core/say.ts'

/** Whoever writes or deletes a connection's grant holds this lease. */
export const leaseOf = (connectionId: string) => `grant ${connectionId}`

export interface GrantRecords {
  read(connectionId: string): Promise<Grant | undefined>
  /** Durable when it resolves. When the store refuses, the grant is kept here for `flush`: its tokens exist nowhere else. */
  write(grant: Grant): Promise<void>
  /** Writes what an earlier `write` could not. Only for the holder of the lease. */
  flush(connectionId: string): Promise<void>
  delete(connectionId: string): Promise<void>
}

const writeAttempts = 3
const writePauseMs = 200

export function createGrantRecords(vault: Vault, clock: Clock): GrantRecords {
  const unsaved = new Map<string, Grant>()

  async function read(connectionId: string): Promise<Grant | undefined> {
    const value = await vault.read('grant', connectionId)
    if (value === undefined) return undefined
    const parsed = Grant.safeParse(value)
    if (parsed.success && parsed.data.connectionId === connectionId) return parsed.data
    throw unreadable(connectionId)
  }

  async function write(grant: Grant): Promise<void> {
    unsaved.set(grant.connectionId, grant)
    for (let attempt = 1; ; attempt += 1) {
      try {
        await vault.write('grant', grant.connectionId, grant)
        unsaved.delete(grant.connectionId)
        return
      } catch (error) {
        if (attempt >= writeAttempts || !isProblem(error, 'store-busy')) throw error
        await clock.wait(writePauseMs)
      }
    }
  }

  return {
    read,
    write,
    async flush(connectionId) {
      const waiting = unsaved.get(connectionId)
      if (!waiting) return
      const stored = await read(connectionId)
      // Only the successor of what is stored; after a new sign-in or a sign-out it has no place any more.
      if (stored?.version === waiting.version - 1) await write(waiting)
      else unsaved.delete(connectionId)
    },
    async delete(connectionId) {
      unsaved.delete(connectionId)
      await vault.delete('grant', connectionId)
    },
  }
}

/** The same tokens, not only the same version: numbers begin again after a sign-out. */
export function isSameGrant(one: Grant, other: Grant | undefined): boolean {
  return (
    one.version === other?.version &&
    one.accessToken === other.accessToken &&
    one.refreshToken === other.refreshToken
  )
}

function unreadable(connectionId: string) {
  return appError('store-unreadable', {
    step: 'vault',
    whoseTurn: 'you',
    message: say('grant.unreadable'),
    next: say('grant.unreadable.next'),
    details: { connection: connectionId },
  })
}
