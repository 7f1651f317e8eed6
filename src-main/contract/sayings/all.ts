/** Every sentence the app says by itself, in English, by its code. `{name}` is where a fact goes. Other languages are the window's. */
import { connections } from './connections.ts'
import { doctor } from './doctor.ts'
import { discovery } from './discovery.ts'
import { discoveryNotes } from './discovery-notes.ts'
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

export const sayings = {
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
} as const satisfies Readonly<Record<string, string>>

export type SayingCode = keyof typeof sayings

/** The names of the facts in a template. */
export type FactNames<Template extends string> =
  Template extends `${string}{${infer Name}}${infer Rest}` ? Name | FactNames<Rest> : never
