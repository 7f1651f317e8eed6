/** How an agent proves its device when it dials the relay: the headers, and the text that is signed. */
import { z } from 'zod'

/** The token in `Upgrade`, and the WebSocket subprotocol of the fallback. */
export const upgradeToken = 'aip-tunnel/1'
export const webSocketProtocol = 'aip-tunnel.1'

export const agentPath = '/agent/v1'
export const noncePath = '/agent/v1/nonce'
export const linkPath = '/agent/v1/link'

/** How long a nonce is good for; it is good for one use. */
export const nonceMs = 60_000

export const Role = z.enum(['control', 'call'])
export type Role = z.infer<typeof Role>

/** Headers of the upgrade request. `aip-session` is there on call sockets only. */
export const Handshake = z.object({
  'aip-tunnel': z.string().regex(/^[\w-]{1,64}$/),
  'aip-device': z.string().regex(/^[\w-]{1,64}$/),
  'aip-role': Role,
  'aip-nonce': z.string().regex(/^[\w-]{1,200}$/),
  'aip-session': z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
  /** Ed25519 signature of `proofText`, base64url. */
  'aip-proof': z.string().regex(/^[\w-]{86}$/),
})
export type Handshake = z.infer<typeof Handshake>

export const NonceAnswer = z.object({ nonce: z.string().max(200) })

export interface ProofParts {
  /** Scheme, host and port the agent dialled, as the URL standard writes an origin. */
  readonly relay: string
  readonly tunnelId: string
  readonly deviceId: string
  readonly role: Role | 'probe'
  readonly nonce: string
  /** Empty for the control socket; the connection's name for a probe. */
  readonly session: string
}

/**
 * What is signed, UTF-8, lines parted by LF and none at the end. The relay's origin is in it so that a signature made for one relay is worth
 * nothing at another; no part can hold a line end.
 */
export function proofText(parts: ProofParts): string {
  return [
    upgradeToken,
    parts.relay,
    parts.tunnelId,
    parts.deviceId,
    parts.role,
    parts.nonce,
    parts.session,
  ].join('\n')
}

/** Why the relay turned an agent away. `nonce_expired` and `draining` pass; the others are a definite no. */
export const RefusalCode = z.enum([
  'nonce_expired',
  'draining',
  'too_many',
  'bad_handshake',
  'device_unknown',
  'device_revoked',
  'proof_wrong',
  'session_unknown',
  'link_key_unknown',
  'link_key_used',
  'link_key_expired',
])
export type RefusalCode = z.infer<typeof RefusalCode>

export const Refusal = z.object({ refused: z.object({ code: RefusalCode, message: z.string() }) })
export type Refusal = z.infer<typeof Refusal>
