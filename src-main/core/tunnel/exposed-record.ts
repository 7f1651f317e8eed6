/** Which connections are offered through the tunnel, under which public name; no secret. */
import { z } from 'zod'
import type { Connection } from '#contract/connection.ts'
import type { Store } from '#core/ports.ts'

export const ExposedRecord = z.object({
  /** In the public address. */
  name: z.string(),
  /** The platform brings its own Authorization. */
  passThrough: z.boolean(),
  /** When the person ticked the box. */
  since: z.number(),
})
export type ExposedRecord = z.infer<typeof ExposedRecord>

export interface Exposed {
  readonly connection: Connection
  readonly record: ExposedRecord
}

const topic = 'exposed'

/** The exposed connections, in the order of the list. */
export function listExposed(store: Store): Exposed[] {
  return store.listConnections().flatMap((connection) => {
    const parsed = ExposedRecord.safeParse(store.recall(topic, connection.id))
    return parsed.success ? [{ connection, record: parsed.data }] : []
  })
}

export function rememberExposed(store: Store, connectionId: string, record: ExposedRecord): void {
  store.remember(topic, connectionId, record)
}

export function forgetExposed(store: Store, connectionId: string): void {
  store.remember(topic, connectionId, undefined)
}

/** A name for the public address: what is left of the connection's own, unlike those taken. */
export function publicName(connection: Connection, taken: readonly string[]): string {
  const plain = connection.name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
  const base = plain === '' ? 'server' : plain
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`
    if (!taken.includes(name)) return name
  }
}
