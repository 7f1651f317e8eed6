/** How a window or another client reaches the app, whatever lies between them, and the typed client over it. */
import type { AppState } from './app-state.ts'
import type { CommandInput, CommandName, CommandOutput } from './commands.ts'
import type { Problem } from './problem.ts'
import type { Reply } from './reply.ts'

/** What `watch` delivers. After `lost` nothing more comes: the app ended, or this client's key is no longer good. */
export type Update =
  | { readonly status: 'live'; readonly state: AppState }
  | { readonly status: 'lost'; readonly problem: Problem }

export interface Transport {
  /** Never rejects: what goes wrong on the way is a problem, too. */
  invoke(name: string, input: unknown): Promise<Reply>
  /** The first update is the state as it is; then one for every change, the newest only when they come fast. Returns how to stop. */
  watch(listener: (update: Update) => void): () => void
}

export interface Client {
  run<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Reply<CommandOutput<Name>>>
  watch: Transport['watch']
}

/** Types for a transport. The other side validates, so nothing of zod is needed here. */
export function createClient(transport: Transport): Client {
  return {
    run: async <Name extends CommandName>(name: Name, input: CommandInput<Name>) =>
      // The app validated the output against the same table.
      (await transport.invoke(name, input)) as Reply<CommandOutput<Name>>,
    watch: (listener) => transport.watch(listener),
  }
}
