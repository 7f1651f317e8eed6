/** What the command line and a running app say to each other: the verbs, what the app asks in the middle of one, and the answers. */
import type { CallToolResult, Tool } from '@modelcontextprotocol/client'
import { z } from 'zod'
import { ConnectionSettings, LoopbackSpelling } from '#contract/connection.ts'
import { Problem } from '#contract/problem.ts'
import type { Reply } from '#contract/reply.ts'
import type { Connected, Imported, SignOutReceipt, TokenStatus } from '#core/app/app.ts'
import type { ClientRequest, JourneyEvent, Question } from '#core/guide.ts'
import type { Words } from '#core/say.ts'

/** Grows when an older program would no longer be understood; a program that speaks another one does the work itself. */
export const doorVersion = 2

const name = z.object({ name: z.string().max(1000) })
/** How the person at the terminal wants to be asked. */
const manner = { opensBrowser: z.boolean() }
const patienceMs = z.number().positive().max(86_400_000)

const ClientAnswer = z.object({
  clientId: z.string().min(1),
  clientSecret: z.exactOptional(z.string()),
  privateKey: z.exactOptional(z.string()),
  spelling: z.exactOptional(LoopbackSpelling),
})

/** Everything that needs the vault. What only reads or renames records is done on the shared store, where both see it. */
export const verbInputs = {
  connect: z.object({
    ...manner,
    url: z.string(),
    name: z.exactOptional(z.string()),
    settings: ConnectionSettings,
    client: z.exactOptional(ClientAnswer),
    headers: z.record(z.string(), z.string()),
    patienceMs,
  }),
  /** A command the person typed at the terminal and agrees to there; whoever has the key could start it without the app. */
  'connect-command': z.object({
    ...manner,
    name: z.exactOptional(z.string()),
    command: z.object({
      program: z.string().min(1),
      args: z.array(z.string()).readonly(),
      folder: z.string(),
      variables: z.record(z.string(), z.string()),
    }),
  }),
  'sign-in': name.extend({
    ...manner,
    accountSwitch: z.boolean(),
    forgetRegistration: z.boolean(),
    patienceMs,
    grantType: z.exactOptional(z.enum(['code', 'device'])),
  }),
  'sign-out': name,
  remove: name,
  token: name,
  /** The access token itself. Only this door has it; the commands of a window have nothing like it. */
  'reveal-token': name,
  refresh: name,
  tools: name.extend(manner),
  call: name.extend({ ...manner, tool: z.string(), input: z.record(z.string(), z.unknown()) }),
  /** `folder`: where commands in it would run, each after a question at the terminal; without it they are left out. */
  import: z.object({ text: z.string().max(1_000_000), folder: z.exactOptional(z.string()) }),
} as const

export type VerbName = keyof typeof verbInputs
export type VerbInput<Name extends VerbName> = z.output<(typeof verbInputs)[Name]>

export interface VerbOutputs {
  connect: Connected
  'connect-command': Connected
  'sign-in': Connected
  'sign-out': SignOutReceipt
  remove: SignOutReceipt
  token: TokenStatus
  'reveal-token': string
  refresh: TokenStatus
  tools: Tool[]
  call: CallToolResult
  import: Imported[]
}

/** True for the name of a verb. */
export function isVerbName(text: string): text is VerbName {
  return Object.hasOwn(verbInputs, text)
}

/** What the app wants done at the terminal, with the number its answer carries. */
export type Wish =
  | { readonly type: 'ask-client'; readonly request: ClientRequest }
  | { readonly type: 'confirm'; readonly question: Question; readonly text: Words }
  | { readonly type: 'paste' }
  | { readonly type: 'show-page'; readonly url: string; readonly plainHttp: boolean }

/** One line from the app. `reply` is the last one: without it the app has ended in the middle. */
export type Line =
  | { readonly type: 'begun'; readonly talk: string }
  | { readonly type: 'tell'; readonly event: JourneyEvent }
  | { readonly type: 'wish'; readonly id: number; readonly wish: Wish }
  /** The wish is fulfilled or no longer wanted. */
  | { readonly type: 'over'; readonly id: number }
  | { readonly type: 'reply'; readonly reply: Reply }

/** What the terminal says about a wish; `pasted` may come many times, and `page-closed` after `page-shown`. */
export const Answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('client'), client: z.exactOptional(ClientAnswer) }),
  z.object({ type: z.literal('confirmed'), yes: z.boolean() }),
  z.object({ type: z.literal('pasted'), text: z.string().max(20_000) }),
  z.object({ type: z.literal('page-shown') }),
  z.object({ type: z.literal('page-closed') }),
  /** It could not be done; the verb fails with it where it cannot go on without. */
  z.object({ type: z.literal('failed'), problem: Problem }),
])
export type Answer = z.infer<typeof Answer>

export const AnswerRequest = z.object({ talk: z.string(), id: z.number().int(), answer: Answer })
