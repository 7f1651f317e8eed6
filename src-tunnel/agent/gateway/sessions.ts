/** Remembers which caller began each MCP session: a session id is no credential, and nobody goes on with somebody else's (G22, S8). */

export interface Sessions {
  /** True unless the session is known to be another caller's. */
  mayUse(connection: string, session: string, caller: string): boolean
  remember(connection: string, session: string, caller: string): void
}

/** Oldest are forgotten first; a forgotten session is nobody's, and its id still has to be guessed. */
const most = 10_000

export function createSessions(): Sessions {
  const owners = new Map<string, string>()
  const keyOf = (connection: string, session: string) => `${connection}\n${session}`
  return {
    mayUse(connection, session, caller) {
      const owner = owners.get(keyOf(connection, session))
      return owner === undefined || owner === caller
    },
    remember(connection, session, caller) {
      const key = keyOf(connection, session)
      if (owners.has(key)) return
      owners.set(key, caller)
      const [oldest] = owners.keys()
      if (owners.size > most && oldest !== undefined) owners.delete(oldest)
    },
  }
}
