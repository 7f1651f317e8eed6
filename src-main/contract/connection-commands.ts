/** The commands about a stored connection, its token and its tools. */
import { z } from 'zod'
import { ConnectionSettings } from './connection.ts'
import { SignOutReceipt, ToolPolicy } from './details.ts'
import { Discovery } from './discovery.ts'
import { EnteredPlatformCallback } from './platform-callback.ts'

const one = { connectionId: z.string() }
const none = z.object({})

/** Settings a person changes later; null takes one away. */
const SettingsChange = z.object({
  description: z.string().max(2000).nullable().optional(),
  scope: z.string().nullable().optional(),
  loginHost: z.string().nullable().optional(),
  resource: ConnectionSettings.shape.resource.unwrap().optional(),
  grantType: ConnectionSettings.shape.grantType.unwrap().optional(),
  spelling: ConnectionSettings.shape.spelling.unwrap().nullable().optional(),
  callbackUrl: EnteredPlatformCallback.nullable().optional(),
  clientMetadataUrl: z.string().nullable().optional(),
  caFile: z.string().nullable().optional(),
  clientCertificateFile: z.string().nullable().optional(),
})

export const connectionCommands = {
  /** Loads the details of a connection into the state. Reads the vault; asks nothing over the network. */
  'connections.open': { input: z.object(one), output: none },
  'connections.close': { input: z.object(one), output: none },
  /** Throws `name-taken`, `bad-usage`. */
  'connections.rename': {
    input: z.object({ ...one, name: z.string().max(100) }),
    output: none,
  },
  /** `before` undoes it when given back. */
  'connections.change': {
    input: z.object({ ...one, settings: SettingsChange }),
    output: z.object({ before: SettingsChange }),
  },
  /** Signs out and forgets everything. Cannot be undone, so the window asks first and says so here. */
  'connections.remove': {
    input: z.object({ ...one, confirmed: z.literal(true) }),
    output: SignOutReceipt,
  },
  /** Lists the tools now, and with it says whether the connection is ready, needs a sign-in or cannot be reached. */
  'connections.test': { input: z.object(one), output: none },
  /** Discovers once more for the trace; changes nothing about the connection. */
  'connections.trace': { input: z.object(one), output: none },
  'connections.sign-in': {
    input: z.object({
      ...one,
      accountSwitch: z.boolean().default(false),
      forgetRegistration: z.boolean().default(false),
      opensBrowser: z.boolean().default(true),
      patience: z.number().positive().max(86_400).default(600),
      /** For this sign-in only. */
      grantType: z.enum(['code', 'device']).optional(),
    }),
    output: z.object({ journeyId: z.string() }),
  },
  'connections.sign-out': { input: z.object(one), output: SignOutReceipt },
  /** "Use Edge Tunnel" on and off. Needs a linked tunnel. */
  'connections.expose': { input: z.object(one), output: z.object({ publicUrl: z.string() }) },
  'connections.unexpose': { input: z.object(one), output: none },

  'token.refresh': { input: z.object(one), output: none },

  'tools.list': { input: z.object(one), output: none },
  /** Takes changed and new tools as they are now; without names all of them (R28). */
  'tools.approve': {
    input: z.object({ ...one, tools: z.array(z.string()).optional() }),
    output: none,
  },
  'tools.set-policy': {
    input: z.object({ ...one, tool: z.string(), policy: ToolPolicy }),
    output: none,
  },
  /** Starts a call; how it goes is in the details of the connection. A tool with `ask` needs `confirmed`. */
  'tools.call': {
    input: z.object({
      ...one,
      tool: z.string(),
      input: z.record(z.string(), z.unknown()),
      confirmed: z.boolean().default(false),
    }),
    output: z.object({ callId: z.string() }),
  },
  'tools.cancel-call': { input: z.object({ callId: z.string() }), output: none },
  /** The whole result as the server gave it, to copy or save; kept for the newest calls. */
  'tools.result': {
    input: z.object({ callId: z.string() }),
    output: z.object({ json: z.string() }),
  },

  /** Finds the auth mode of any address; changes nothing, opens nothing. */
  'discovery.run': {
    input: z.object({ url: z.string(), loginHost: z.string().optional() }),
    output: z.object({ discovery: Discovery }),
  },
} as const
