/** Everything a window shows, in one document. It never holds a token, a login code, a verifier or a key. */
import { z } from 'zod'
import { Connection } from './connection.ts'
import { Details, VaultKind } from './details.ts'
import { ExaminationView } from './examination.ts'
import { Journey } from './journey.ts'
import { Preferences } from './preferences.ts'
import { Problem } from './problem.ts'
import { TunnelView } from './tunnel-view.ts'

/** Which shell it is, and what it can do. The window asks `can`, never the name. */
export const Shell = z.object({
  name: z.enum(['electron', 'browser', 'command-line', 'test']),
  can: z.object({
    /** A sign-in window of the app's own. */
    popup: z.boolean(),
    hideToTray: z.boolean(),
    launchAtLogin: z.boolean(),
    notify: z.boolean(),
  }),
  /** It runs as root, for whom browsers have no sandbox: its windows show pages of this computer only. */
  asRoot: z.boolean(),
})
export type Shell = z.infer<typeof Shell>

/** `closed`: not needed yet, so nobody was asked for anything. A problem is a state, and `vault.choose` or `vault.retry` the way out (R23). */
export const VaultView = z.discriminatedUnion('status', [
  z.object({ status: z.literal('closed'), kind: VaultKind }),
  z.object({ status: z.literal('open'), kind: VaultKind }),
  z.object({ status: z.literal('failed'), kind: VaultKind, problem: Problem }),
])
export type VaultView = z.infer<typeof VaultView>

/** The one word a list shows for a connection, worst news first. */
export const Chip = z.enum([
  'working',
  'needs-sign-in',
  'needs-client-id',
  'unreachable',
  'tunnel-offline',
  'ready',
  'new',
])
export type Chip = z.infer<typeof Chip>

export const ConnectionView = Connection.extend({
  chip: Chip,
  /** "Use Edge Tunnel" is on for it. */
  exposed: z.boolean(),
})
export type ConnectionView = z.infer<typeof ConnectionView>

export const SampleServerView = z.object({
  url: z.string(),
  /** What kind of server it is; the words are in the window's catalogs. */
  kind: z.enum(['registers', 'by-document', 'by-hand', 'open', 'event-stream']),
  /** For the server whose app was made by hand: what to enter, because nobody can look it up. Values of the sample only. */
  enter: z
    .object({ clientId: z.string(), clientSecret: z.string(), loginHost: z.string() })
    .optional(),
})
export type SampleServerView = z.infer<typeof SampleServerView>

export const SamplesView = z.discriminatedUnion('status', [
  z.object({ status: z.literal('off') }),
  z.object({ status: z.literal('starting') }),
  z.object({ status: z.literal('running'), servers: z.array(SampleServerView) }),
  z.object({ status: z.literal('failed'), problem: Problem }),
])
export type SamplesView = z.infer<typeof SamplesView>

export const AppState = z.object({
  version: z.string(),
  /** Where the data lies, for the settings. */
  dataFolder: z.string(),
  shell: Shell,
  preferences: Preferences,
  vault: VaultView,
  /** In the order they were made. */
  connections: z.array(ConnectionView),
  /** Those the window has opened (`connections.open`), the newest last, at most eight. */
  details: z.array(Details),
  /** Under way or ended and not yet dismissed. Many can run at once. */
  journeys: z.array(Journey),
  tunnel: TunnelView,
  samples: SamplesView,
  examination: ExaminationView,
  /** A problem that belongs to nothing above (the store could not be read, say); `app.dismiss-problem` clears it. */
  problem: Problem.optional(),
})
export type AppState = z.infer<typeof AppState>
