/** The names in a public address `/t/<tunnel>/<connection>`: few characters, so that a path can be read in one way only. */
import { z } from 'zod'

/** A tunnel's alias. */
export const TunnelAlias = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$/, 'use 3 to 40 of a-z, 0-9 and -')

/** A connection as it is called in its public address. */
export const ConnectionName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'use up to 64 of A-Z, a-z, 0-9, ., _ and -')

/** What an agent says of one connection that it offers through the tunnel. */
export const ExposedConnection = z.object({
  name: ConnectionName,
  /** False while calls cannot succeed; `problem` says why in a sentence. Calls are carried all the same. */
  ready: z.boolean(),
  problem: z.string().max(500).optional(),
  /** The platform brings its own Authorization: it, the challenge and `.well-known` pass unchanged. */
  passThrough: z.boolean().optional(),
  /** All calls stay with one machine while it is there (HTTP+SSE and stdio servers on a tunnel of several machines). */
  oneMachine: z.boolean().optional(),
})
export type ExposedConnection = z.infer<typeof ExposedConnection>
