/** What the agent process and its parent say to each other. Secrets travel here and nowhere else: never in arguments or the environment. */
import { z } from 'zod'
import { CallRecord } from './call-record.ts'
import { Exposure } from './exposure.ts'

/** Who this machine is at a relay; made by linking. */
export const LinkIdentity = z.object({
  tunnelId: z.string(),
  deviceId: z.string(),
  /** Ed25519, PKCS #8 DER as base64url. */
  privateKey: z.string(),
})

export const Transport = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('relay'),
    relays: z.array(z.url()).min(1).max(2),
    identity: LinkIdentity,
  }),
  z.object({
    kind: z.literal('localtunnel'),
    host: z.url(),
    /** SHA-256 of the access key that callers present, as hex: a localtunnel server has no lock of its own. */
    accessKeyHash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** No line out: only programs of this computer are served. */
  z.object({ kind: z.literal('local') }),
])
export type Transport = z.infer<typeof Transport>

/** A connection as it is offered, with what is known about it now. */
export const Offered = z.object({
  exposure: Exposure,
  ready: z.boolean(),
  problem: z.string().optional(),
})
export type Offered = z.infer<typeof Offered>

/** The parent's answer when the agent needs a token. */
export const AuthorizationAnswer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('ready'),
    token: z.string(),
    /** Headers to send, with the token in them. */
    headers: z.array(z.tuple([z.string(), z.string()])),
    /** Milliseconds since 1970. */
    issuedAt: z.number(),
    /** How long the agent may use it without asking again, in milliseconds; 0: for this request only. */
    keepMs: z.number(),
  }),
  z.object({
    status: z.enum(['sign-in-needed', 'failed']),
    message: z.string(),
    next: z.string(),
  }),
])
export type AuthorizationAnswer = z.infer<typeof AuthorizationAnswer>

export const LogLevel = z.enum(['debug', 'info', 'warn', 'error'])

/** From the parent. The first message is `start`. */
export const AgentOrder = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    version: z.string(),
    transport: Transport,
    offered: z.array(Offered),
    paused: z.boolean(),
    /** Also listen for programs of this computer; the key is given as SHA-256, hex. */
    local: z.object({ port: z.number().int(), accessKeyHash: z.string() }).optional(),
  }),
  z.object({ type: z.literal('offer'), offered: z.array(Offered), paused: z.boolean() }),
  z.object({ type: z.literal('authorization'), id: z.number(), answer: AuthorizationAnswer }),
  /** Dials anew: after sleep, a change of network, or because a person asked. */
  z.object({ type: z.literal('redial') }),
  /** Takes no new calls, gives those in flight this long, and ends the process. */
  z.object({ type: z.literal('drain'), ms: z.number() }),
])
export type AgentOrder = z.infer<typeof AgentOrder>

/** One line to a relay, as the carrier reports it. */
export const Line = z.discriminatedUnion('status', [
  z.object({ status: z.literal('connecting') }),
  z.object({
    status: z.literal('online'),
    since: z.number(),
    rttMs: z.number(),
    relay: z.string(),
    /** Connections are offered at `<publicUrl>/<name>`. */
    publicUrl: z.string(),
  }),
  z.object({ status: z.literal('waiting'), untilMs: z.number(), why: z.string() }),
  z.object({ status: z.literal('refused'), why: z.string() }),
  z.object({ status: z.literal('closed') }),
])
export type Line = z.infer<typeof Line>

/** To the parent. */
export const AgentEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('lines'), lines: z.array(Line) }),
  z.object({
    type: z.literal('authorize'),
    id: z.number(),
    connectionId: z.string(),
    method: z.string(),
    url: z.string(),
    refused: z.string().optional(),
    nonce: z.string().optional(),
  }),
  /** Calls since the last message of this kind: one message each would cost as much as a call. */
  z.object({ type: z.literal('calls'), records: z.array(CallRecord) }),
  /** How listening for programs of this computer went; `port` 0: it did not. */
  z.object({ type: z.literal('local'), port: z.number().int(), why: z.string() }),
  z.object({
    type: z.literal('log'),
    level: LogLevel,
    message: z.string(),
    facts: z.record(z.string(), z.unknown()),
  }),
])
export type AgentEvent = z.infer<typeof AgentEvent>
