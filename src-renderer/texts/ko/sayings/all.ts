/** Korean: every sentence the app says by itself. */
import type { Sayings } from '../../tell.ts'
import { connections } from './connections.ts'
import { discovery } from './discovery.ts'
import { discoveryNotes } from './discovery-notes.ts'
import { doctor } from './doctor.ts'
import { imports } from './imports.ts'
import { machine } from './machine.ts'
import { network } from './network.ts'
import { recipes } from './recipes.ts'
import { refusals } from './refusals.ts'
import { registration } from './registration.ts'
import { signIn } from './sign-in.ts'
import { tokens } from './tokens.ts'
import { tools } from './tools.ts'
import { tunnel } from './tunnel.ts'

export const sayings: Sayings = {
  ...discovery,
  ...discoveryNotes,
  ...refusals,
  ...registration,
  ...recipes,
  ...signIn,
  ...tokens,
  ...connections,
  ...network,
  ...tools,
  ...tunnel,
  ...imports,
  ...machine,
  ...doctor,
}
