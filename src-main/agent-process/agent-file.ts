/** Where the agent's program is: beside the bundle this is part of, or among the sources. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

export function agentFile(): string {
  const here = import.meta.dirname
  const places = [join(here, 'agent.mjs'), join(here, '..', 'agent.mjs'), join(here, 'agent.ts')]
  return places.find((each) => existsSync(each)) ?? join(here, 'agent.mjs')
}
