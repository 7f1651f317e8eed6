/** The texts of the window in Korean. */
import { common, frame, problem } from './ko/common.ts'
import { connection, connections, connectionSettings } from './ko/connections.ts'
import { doctor } from './ko/doctor.ts'
import { client, journey, setup } from './ko/setup.ts'
import { imports, lost, settings } from './ko/settings.ts'
import { token, tools, trace } from './ko/tools.ts'
import { tell } from './ko/tell.ts'
import { tunnel } from './ko/tunnel.ts'
import type { Texts } from './language.ts'

export const ko: Texts = {
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
