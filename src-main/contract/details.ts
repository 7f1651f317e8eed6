/** What the window shows of one opened connection: token (never its value), tools, calls, last trace. */
import { z } from 'zod'
import { Discovery, Probe } from './discovery.ts'
import { Problem } from './problem.ts'
import { Says, Sentence } from './saying.ts'

/** Where the key that seals everything is kept. */
export const VaultKind = z.enum(['keychain', 'passphrase', 'session'])
export type VaultKind = z.infer<typeof VaultKind>

const tokenFacts = {
  issuer: z.string(),
  clientId: z.string(),
  scopes: z.array(z.string()),
  /** Milliseconds since 1970, for the countdown; null: the server did not say. */
  expiresAt: z.number().nullable(),
  refreshable: z.boolean(),
  account: z.string(),
  vault: VaultKind,
}

export const TokenView = z.discriminatedUnion('status', [
  z.object({ status: z.literal('unread') }),
  /** `why`: nobody is signed in, the server wants no login, or a static header takes its place. */
  z.object({
    status: z.literal('none'),
    why: z.enum(['not-signed-in', 'no-login', 'static-header']),
  }),
  z.object({ status: z.literal('stored'), ...tokenFacts }),
  z.object({ status: z.literal('refreshing'), ...tokenFacts }),
  z.object({ status: z.literal('failed'), problem: Problem }),
])
export type TokenView = z.infer<typeof TokenView>

/** From the annotations. A tool that says nothing counts as `write`: MCP would have it destructive, which most tools would then be. */
export const Risk = z.enum(['read-only', 'write', 'destructive'])
export type Risk = z.infer<typeof Risk>

/** `ask`: the person is asked before each call from this window; through the tunnel the tool is refused like a blocked one. */
export const ToolPolicy = z.enum(['allow', 'ask', 'block'])
export type ToolPolicy = z.infer<typeof ToolPolicy>

/** How a tool differs from what the person approved (R28); the texts are plain sentences, weightiest first. */
export const ToolChange = z.discriminatedUnion('status', [
  z.object({ status: z.literal('approved') }),
  z.object({ status: z.literal('new') }),
  z.object({ status: z.literal('changed'), differences: z.array(Sentence) }),
])
export type ToolChange = z.infer<typeof ToolChange>

export const ToolView = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  /** JSON Schema as the server gave it. */
  inputSchema: z.record(z.string(), z.unknown()),
  risk: Risk,
  policy: ToolPolicy,
  change: ToolChange,
})
export type ToolView = z.infer<typeof ToolView>

export const ToolsView = z.discriminatedUnion('status', [
  z.object({ status: z.literal('unread') }),
  z.object({ status: z.literal('listing'), tools: z.array(ToolView) }),
  z.object({ status: z.literal('listed'), tools: z.array(ToolView), at: z.number() }),
  z.object({ status: z.literal('failed'), problem: Problem }),
])
export type ToolsView = z.infer<typeof ToolsView>

/** One part of a tool's result; what is too long for the window is cut, and says so. */
export const ResultPart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string(), cut: z.boolean() }),
  z.object({ kind: z.literal('image'), mimeType: z.string(), base64: z.string() }),
  z.object({ kind: z.literal('link'), uri: z.string(), title: z.string() }),
  z.object({ kind: z.literal('json'), text: z.string(), cut: z.boolean() }),
  /** Something the window has no form for: audio, a large image, an embedded resource. */
  z.object({ kind: z.literal('other'), what: Sentence, bytes: z.number() }),
])
export type ResultPart = z.infer<typeof ResultPart>

const callFacts = { id: z.string(), tool: z.string(), startedAt: z.number() }

export const CallView = z.discriminatedUnion('status', [
  z.object({ status: z.literal('running'), ...callFacts }),
  /** `isError`: the tool itself says that it failed; its words are in `parts`. */
  z.object({
    status: z.literal('done'),
    ...callFacts,
    ms: z.number(),
    isError: z.boolean(),
    parts: z.array(ResultPart),
  }),
  z.object({ status: z.literal('failed'), ...callFacts, problem: Problem }),
  z.object({ status: z.literal('cancelled'), ...callFacts }),
])
export type CallView = z.infer<typeof CallView>

export const TraceView = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('looking'), probes: z.array(Probe) }),
  z.object({ status: z.literal('found'), at: z.number(), discovery: Discovery }),
  /** The problem's `step` names where it ended. */
  z.object({
    status: z.literal('failed'),
    at: z.number(),
    probes: z.array(Probe),
    problem: Problem,
  }),
])
export type TraceView = z.infer<typeof TraceView>

export const Details = z.object({
  connectionId: z.string(),
  token: TokenView,
  tools: ToolsView,
  /** The newest calls from this window, newest first, at most ten. */
  calls: z.array(CallView),
  trace: TraceView,
})
export type Details = z.infer<typeof Details>

const RevocationResult = z.discriminatedUnion('result', [
  z.object({ result: z.enum(['revoked', 'not-offered', 'none']) }),
  z.object({ result: z.literal('failed'), reason: z.string(), says: Says }),
])

/** What became of each token at sign-out (R25). */
export const SignOutReceipt = z.object({
  name: z.string(),
  refreshToken: RevocationResult,
  accessToken: RevocationResult,
  /** True when an OAuth client was deleted at the issuer (RFC 7592). */
  registrationDeleted: z.boolean(),
})
export type SignOutReceipt = z.infer<typeof SignOutReceipt>
