/** The texts of the window in Japanese. */
import { common, frame, problem } from './ja/common.ts'
import { connection, connections, connectionSettings } from './ja/connections.ts'
import { doctor } from './ja/doctor.ts'
import { client, journey, setup } from './ja/setup.ts'
import { imports, lost, settings } from './ja/settings.ts'
import { token, tools, trace } from './ja/tools.ts'
import { tell } from './ja/tell.ts'
import { tunnel } from './ja/tunnel.ts'
import type { Texts } from './language.ts'

export const ja: Texts = {
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
  tell,
}
