/** The commands of setting up a server and of the journeys that follow: what the setup wizard and the waiting screens send. */
import { z } from 'zod'
import { ConnectionSettings, LoopbackSpelling } from './connection.ts'

const journey = { journeyId: z.string() }
const none = z.object({})

/** Static headers in clear: they go into the vault and never come out. */
const HeaderRows = z.array(
  z.object({
    name: z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/),
    // A line break would begin another header.
    value: z
      .string()
      .max(16_384)
      .regex(/^[^\r\n\0]*$/),
  }),
)

/** How the sign-in is to be done. */
const manner = {
  /** False: only show the link. */
  opensBrowser: z.boolean().default(true),
  /** How long the person has, in seconds. */
  patience: z.number().positive().max(86_400).default(600),
}

/** The settings a person can give at setup. */
export const SetupSettings = ConnectionSettings.pick({
  scope: true,
  loginHost: true,
  resource: true,
  grantType: true,
  spelling: true,
  clientMetadataUrl: true,
  caFile: true,
  clientCertificateFile: true,
}).partial()

export type SetupSettings = z.infer<typeof SetupSettings>

export const journeyCommands = {
  /**
   * Begins the setup with whatever the person pasted: an address, a command line, an mcp.json with one server. The journey discovers and stops
   * at `found`. Throws `bad-address`, `import-not-understood`; a text with several servers is for `import.read`.
   */
  'setup.look': {
    input: z.object({ text: z.string().max(1_000_000) }),
    output: z.object({ journeyId: z.string() }),
  },
  /** Discovers again with another login host or other headers, within the same journey. */
  'setup.look-again': {
    input: z.object({ ...journey, settings: SetupSettings, headers: HeaderRows.default([]) }),
    output: none,
  },
  /** Goes on from `found`: registers, signs in, lists the tools, saves. Throws `name-taken`, `bad-usage` before anything happens. */
  'setup.connect': {
    input: z.object({
      ...journey,
      ...manner,
      name: z.string().min(1).max(100),
      description: z.string().max(2000).default(''),
      headers: HeaderRows.default([]),
      settings: SetupSettings.default({}),
      client: z
        .object({ clientId: z.string().min(1), clientSecret: z.string().optional() })
        .optional(),
      useTunnel: z.boolean().default(false),
    }),
    output: none,
  },
  /** Look and connect in one, without stopping at `found`, for the command line. */
  'setup.connect-now': {
    input: z.object({
      ...manner,
      url: z.string(),
      name: z.string().optional(),
      headers: HeaderRows.default([]),
      settings: SetupSettings.default({}),
      client: z
        .object({ clientId: z.string().min(1), clientSecret: z.string().optional() })
        .optional(),
      useTunnel: z.boolean().default(false),
    }),
    output: z.object({ journeyId: z.string() }),
  },

  /** Ends the journey; ports and requests are free in under a second. Ended journeys stay as they are. */
  'journeys.cancel': { input: z.object(journey), output: none },
  /** Begins a failed or cancelled journey again with what it was given. */
  'journeys.retry': { input: z.object(journey), output: z.object({ journeyId: z.string() }) },
  /** Takes an ended journey off the list. */
  'journeys.dismiss': { input: z.object(journey), output: none },
  'journeys.answer': {
    input: z.object({ ...journey, questionId: z.string(), yes: z.boolean() }),
    output: none,
  },
  /** Id and secret of an app made by hand. Without an id the person turned away; the connection then needs a client id. */
  'journeys.give-client': {
    input: z.object({
      ...journey,
      questionId: z.string(),
      clientId: z.string().max(1024),
      clientSecret: z.string().max(4096).optional(),
      /** The spelling of the callback address the person registered. */
      spelling: LoopbackSpelling,
      /** The app was registered with the callback of the platform instead. */
      toPlatform: z.boolean().default(false),
    }),
    output: none,
  },
  /** Asks the server without a browser whether it knows the id and the callback address, where it can be asked. */
  'journeys.check-client': {
    input: z.object({
      ...journey,
      questionId: z.string(),
      clientId: z.string().min(1).max(1024),
      spelling: LoopbackSpelling,
      toPlatform: z.boolean().default(false),
    }),
    output: z.object({
      verdict: z.enum(['accepted', 'client-unknown', 'callback-refused', 'cannot-tell']),
      /** The server's own words; empty when there are none. */
      said: z.string(),
    }),
  },
  /** The address the person ended at, its query, or the code with its state. What does not fit becomes a note of the journey. */
  'journeys.paste': {
    input: z.object({ ...journey, text: z.string().max(20_000) }),
    output: none,
  },
  /** Shows the sign-in page once more. */
  'journeys.open-again': { input: z.object(journey), output: none },
  /** Leaves the browser and signs in with a code on any device, where the server offers it. */
  'journeys.use-device-code': {
    input: z.object(journey),
    output: z.object({ journeyId: z.string() }),
  },
} as const
