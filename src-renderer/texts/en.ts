/** The texts of the window in English. */
import { common, frame, problem } from './en/common.ts'
import { connection, connections, connectionSettings } from './en/connections.ts'
import { doctor } from './en/doctor.ts'
import { client, journey, setup } from './en/setup.ts'
import { imports, lost, settings } from './en/settings.ts'
import { token, tools, trace } from './en/tools.ts'
import { tunnel } from './en/tunnel.ts'
import type { Sentence } from '#contract/saying.ts'

export const en = {
  common,
  frame,
  problem,
  connections,
  connection,
  connectionSettings,
  setup,
  journey,
  client,
  tools,
  token,
  trace,
  doctor,
  tunnel,
  settings,
  imports,
  lost,
  /** A sentence of the app, in the language of the window. */
  tell: ({ english }: Sentence): string => english,
}
