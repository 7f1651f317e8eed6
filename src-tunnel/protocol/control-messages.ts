/** What agent and relay say to each other on the control socket: one JSON object a line, both ways. */
import { z } from 'zod'
import { ExposedConnection } from './names.ts'

/** Both sides ask for a round trip this often; the one whose answer has not come by the next time has lost the line. */
export const pingMs = 15_000

/** A longer line ends the connection: 200 connections with their problems fit. */
export const lineLimit = 256 * 1024

const Ping = z.object({ type: z.literal('ping'), id: z.number().int().nonnegative() })
const Pong = z.object({ type: z.literal('pong'), id: z.number().int().nonnegative() })

export const FromAgent = z.discriminatedUnion('type', [
  /** The first line. */
  z.object({
    type: z.literal('hello'),
    version: z.string().max(50),
    os: z.string().max(100),
  }),
  /** Everything that is exposed; replaces what was said before. */
  z.object({ type: z.literal('exposed'), connections: z.array(ExposedConnection).max(200) }),
  /** No new calls, please; those in flight go on. */
  z.object({ type: z.literal('draining') }),
  /** The agent ends because somebody wants it to: nobody need wait for its return. */
  z.object({ type: z.literal('bye') }),
  Ping,
  Pong,
])
export type FromAgent = z.infer<typeof FromAgent>

export const FromRelay = z.discriminatedUnion('type', [
  /** The answer to `hello`. `session` belongs on every call socket; `publicUrl` is the address of the tunnel. */
  z.object({
    type: z.literal('welcome'),
    session: z.string().max(100),
    publicUrl: z.string().max(2000),
  }),
  /** Open one call socket for each nonce. */
  z.object({ type: z.literal('dial'), nonces: z.array(z.string().max(200)).max(300) }),
  /** The relay goes down: after `delayMs` (chosen for this agent alone) dial anew. */
  z.object({ type: z.literal('drain'), delayMs: z.number().int().min(0).max(600_000) }),
  /** The answer to `draining`: no call is in flight or on its way any more. */
  z.object({ type: z.literal('released') }),
  /** This device is no longer welcome. The relay hangs up. */
  z.object({ type: z.literal('revoked') }),
  Ping,
  Pong,
])
export type FromRelay = z.infer<typeof FromRelay>
