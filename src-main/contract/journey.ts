/** A journey as the window sees it: one person's way from an address to a working connection, or one sign-in, with what it waits for. */
import { z } from 'zod'
import { LoopbackSpelling } from './connection.ts'
import { AuthMode, Discovery, Note, Probe, RegistrationWay } from './discovery.ts'
import { Problem } from './problem.ts'
import { Sentence } from './saying.ts'

/** How a client proves who it is at the token endpoint (RFC 7591 §2). */
export const TokenEndpointAuthMethod = z.enum([
  'none',
  'client_secret_post',
  'client_secret_basic',
  'private_key_jwt',
])
export type TokenEndpointAuthMethod = z.infer<typeof TokenEndpointAuthMethod>

export const ZoneName = z.enum(['loopback', 'private', 'public'])
export type ZoneName = z.infer<typeof ZoneName>

/** What a journey is for. A call or a list of tools becomes a journey because the server may ask for more permissions in the middle of it. */
export const Purpose = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connect'), url: z.string() }),
  z.object({
    kind: z.literal('sign-in'),
    connectionId: z.string(),
    accountSwitch: z.boolean(),
  }),
  z.object({ kind: z.literal('use'), connectionId: z.string(), tool: z.string() }),
])
export type Purpose = z.infer<typeof Purpose>

/** The verdict in the words a person needs; the texts are in the window's catalogs. */
export const Verdict = z.enum([
  'registers-itself',
  'identified-by-document',
  'app-by-hand',
  'no-login',
  'login-optional',
  'login-not-discoverable',
])
export type Verdict = z.infer<typeof Verdict>

/** What discovery found, and what the setup form begins with. */
export const Findings = z.object({
  discovery: Discovery,
  verdict: Verdict,
  zone: ZoneName,
  /** The app's own word on "Use Edge Tunnel"; the reason follows from the zone. */
  tunnelAdvised: z.boolean(),
  suggestedName: z.string(),
})
export type Findings = z.infer<typeof Findings>

/** Everything a person needs to make an OAuth app by hand (R06). */
export const ClientForm = z.object({
  issuer: z.string(),
  why: Sentence,
  /** Addresses to register, in both spellings; the first of each is the one that is used first. */
  callbackUrls: z.object({ '127.0.0.1': z.array(z.string()), localhost: z.array(z.string()) }),
  spelling: LoopbackSpelling,
  /** Callback of the AI platform, where one is set: the app may be registered with it instead. */
  platformCallback: z.string().optional(),
  scopes: z.array(z.string()),
  authMethod: TokenEndpointAuthMethod,
  /** Whether an app without a secret can work there. */
  secret: z.enum(['needed', 'optional']),
  recipe: z
    .object({ provider: z.string(), steps: z.array(Sentence), source: z.string() })
    .optional(),
})
export type ClientForm = z.infer<typeof ClientForm>

export const QuestionKind = z.enum([
  'plain-http',
  'pkce-unlisted',
  'issuer-path-lost',
  'new-scopes',
  'other-spelling',
  'run-command',
])

/** Where a journey is. Everything that waits for the person has what the person needs to go on. */
export const Phase = z.discriminatedUnion('status', [
  /** Probes arrive one by one in the journey's `probes`. */
  z.object({ status: z.literal('discovering') }),
  /** Waits for `setup.connect`: name, headers, tunnel. Only journeys that began with `setup.look` stop here. */
  z.object({ status: z.literal('found') }),
  z.object({ status: z.literal('registering'), way: RegistrationWay, reason: Sentence }),
  /** Waits for `journeys.give-client`. */
  z.object({ status: z.literal('client-needed'), questionId: z.string(), form: ClientForm }),
  /** Waits for `journeys.answer`; `text` names the facts to decide by. */
  z.object({
    status: z.literal('asking'),
    questionId: z.string(),
    question: QuestionKind,
    text: Sentence,
  }),
  /** Waits for the browser to come back; `journeys.paste`, `journeys.open-again` and the link itself are the other ways. */
  z.object({
    status: z.literal('waiting-for-sign-in'),
    url: z.string(),
    redirectUri: z.string(),
    /** Counts the sign-in pages of this journey. */
    attempt: z.number().int(),
    /** Milliseconds since 1970: from then on the sign-in counts as not completed. */
    expiresAt: z.number(),
    /** False: the person opens the link. */
    browserOpened: z.boolean(),
  }),
  z.object({
    status: z.literal('waiting-for-device'),
    verificationUri: z.string(),
    userCode: z.string(),
    expiresAt: z.number(),
  }),
  /** The server is asked for its tools, or does the work. */
  z.object({ status: z.literal('verifying') }),
  z.object({
    status: z.literal('done'),
    connectionId: z.string(),
    /** Undefined where the journey was not about the list of tools. */
    tools: z.number().int().optional(),
    /** The person ticked "Use Edge Tunnel" and it did not work; the connection itself does. */
    tunnelProblem: Problem.optional(),
  }),
  /** `problem` says what to do; `journeys.retry` begins again with the same input. */
  z.object({ status: z.literal('failed'), problem: Problem }),
  z.object({ status: z.literal('cancelled') }),
])
export type Phase = z.infer<typeof Phase>

export const Journey = z.object({
  id: z.string(),
  purpose: Purpose,
  startedAt: z.number(),
  phase: Phase,
  /** What was understood of the pasted text beside the address: names of headers, whether a client id was in it. */
  understood: z.object({ headers: z.array(z.string()), clientId: z.string() }).optional(),
  /** Discovery as it goes, and what came of it. */
  probes: z.array(Probe),
  found: Findings.optional(),
  /** Verdict of the discovery that a sign-in begins with. */
  verdict: z.object({ mode: AuthMode, issuer: z.string() }).optional(),
  /** What was tolerated, repaired, or is worth knowing, in the order it came. */
  notes: z.array(Note),
  /** Set once the sign-in succeeded. */
  signedIn: z.object({ account: z.string(), scopes: z.array(z.string()) }).optional(),
  /** The sign-in was under way when the app ended before; it goes on where it was (R15). */
  resumed: z.boolean(),
})
export type Journey = z.infer<typeof Journey>
