/** Every command a window, the command line or a test may give, with the shape of its input and of its answer. Names are `room.verb`. */
import { z } from 'zod'
import { connectionCommands } from './connection-commands.ts'
import { ExaminationSubject } from './examination.ts'
import { journeyCommands } from './journey-commands.ts'
import { PreferencesChange } from './preferences.ts'
import { Sentence } from './saying.ts'

const nothing = z.object({})

const Imported = z.discriminatedUnion('result', [
  z.object({
    result: z.literal('imported'),
    name: z.string(),
    url: z.string(),
    notes: z.array(Sentence),
  }),
  z.object({ result: z.literal('skipped'), name: z.string(), reason: Sentence }),
])

/** What a text was understood as, before anything is saved. Values of headers and secrets are left out (R29). */
const Understood = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('remote'),
    name: z.string(),
    url: z.string(),
    headers: z.array(z.object({ name: z.string(), missing: z.array(z.string()) })),
    clientId: z.string(),
    hasClientSecret: z.boolean(),
    notes: z.array(Sentence),
  }),
  z.object({ kind: z.literal('skipped'), name: z.string(), reason: Sentence }),
])

export const commands = {
  ...journeyCommands,
  ...connectionCommands,

  /** What would be imported. Throws `import-not-understood`. */
  'import.read': {
    input: z.object({ text: z.string().max(1_000_000) }),
    output: z.object({ servers: z.array(Understood) }),
  },
  /** Saves the servers in the text as connections to sign in to; nothing is asked over the network. `only`: indexes of `import.read`. */
  'import.save': {
    input: z.object({
      text: z.string().max(1_000_000),
      only: z.array(z.number().int()).optional(),
    }),
    output: z.object({ servers: z.array(Imported) }),
  },
  /** An mcp.json of all connections, without secrets. */
  'import.export': { input: nothing, output: z.object({ text: z.string() }) },

  /** Links this computer to a tunnel with a one-time key. */
  'tunnel.link': { input: z.object({ key: z.string().min(1).max(4096) }), output: nothing },
  'tunnel.unlink': { input: nothing, output: nothing },
  'tunnel.start': { input: nothing, output: nothing },
  /** Ends the agent; the public addresses stay and answer that nobody is there. */
  'tunnel.stop': { input: nothing, output: nothing },
  /** Refuses calls and keeps the line, until `tunnel.resume`. */
  'tunnel.pause': { input: nothing, output: nothing },
  'tunnel.resume': { input: nothing, output: nothing },

  /** Starts the sample servers of the demonstration on this computer. */
  'samples.start': { input: nothing, output: nothing },
  'samples.stop': { input: nothing, output: nothing },

  /** Begins an examination and ends the one before; the state shows each check as it comes. Throws `no-such-connection`. */
  'doctor.examine': { input: ExaminationSubject, output: nothing },
  'doctor.cancel': { input: nothing, output: nothing },
  /** The last examination as a text for support, redacted, to look at before it is passed on. */
  'doctor.report': { input: nothing, output: z.object({ text: z.string() }) },

  'preferences.change': { input: PreferencesChange, output: nothing },

  /** Tries again to open the vault, after the person unlocked the keychain. */
  'vault.retry': { input: nothing, output: nothing },
  /** Unlocks a vault that has a passphrase, or makes one where there is no vault yet. `session`: everything is forgotten at the end. */
  'vault.choose': {
    input: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('keychain') }),
      z.object({ kind: z.literal('passphrase'), passphrase: z.string().min(1).max(1024) }),
      z.object({ kind: z.literal('session') }),
    ]),
    output: nothing,
  },

  /** Shows a page in the person's own browser: https, or http on this computer. */
  'app.show-page': { input: z.object({ url: z.string().max(8192) }), output: nothing },
  /** A bundle for support as text, redacted, to look at before it is copied or saved. */
  'app.diagnostics': { input: nothing, output: z.object({ text: z.string() }) },
  'app.dismiss-problem': { input: nothing, output: nothing },
  /** Something went wrong in the window itself; it goes to the log. */
  'app.report': { input: z.object({ message: z.string().max(4000) }), output: nothing },
  /** Ends the app. With a running tunnel only with `evenWithTunnel`; else the problem says what would stop. */
  'app.quit': { input: z.object({ evenWithTunnel: z.boolean() }), output: nothing },
} as const satisfies Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>

export type Commands = typeof commands
export type CommandName = keyof Commands
export type CommandInput<Name extends CommandName> = z.input<Commands[Name]['input']>
export type CommandOutput<Name extends CommandName> = z.output<Commands[Name]['output']>

/** One function for each command: a command without one does not compile. Failures are thrown problems; the signal aborts when the app ends. */
export type CommandHandlers = {
  readonly [Name in CommandName]: (
    input: z.output<Commands[Name]['input']>,
    signal: AbortSignal,
  ) => Promise<CommandOutput<Name>> | CommandOutput<Name>
}

/** True for the name of a command. */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}
