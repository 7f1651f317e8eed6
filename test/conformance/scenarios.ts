/** Which scenarios of the official conformance suite belong to which revision, as the suite itself says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suiteFolder } from './suite.ts'
import type { Run } from './suite.ts'

/** Every authorization scenario at every revision it is declared for; the oldest revision has no list and its scenarios are known by name. */
export function authorizationRuns(): Run[] {
  const early = ['oauth-metadata-backcompat', 'oauth-endpoint-fallback'].map((name) => ({
    revision: '2025-03-26',
    scenario: `auth/2025-03-26-${name}`,
    extension: false,
  }))
  return [...early, ...clientRuns().filter(isAuthorization)]
}

/** Every other scenario for clients. */
export function plainRuns(): Run[] {
  return clientRuns().filter((run) => !isAuthorization(run))
}

function isAuthorization({ scenario }: Run): boolean {
  return scenario.startsWith('auth/')
}

function clientRuns(): Run[] {
  return ['2025-11-25', '2026-07-28'].flatMap((revision) => {
    const list = readFileSync(join(suiteFolder, 'requirements', `${revision}.yaml`), 'utf8')
    const required = /^client:\n((?: +- .*\n)*)/m.exec(list)?.[1] ?? ''
    const names = [...required.matchAll(/^ +- (\S+)$/gm)].map(([, name]) => ({
      name,
      extension: false,
    }))
    // Run by the suite, but not counted by it: extensions, and what was added later.
    const unscored = [
      ...list.matchAll(/^ +- scenario: (\S+)\n +leg: client\n +reason: (\S+)$/gm),
    ].map(([, name, reason]) => ({ name, extension: reason === 'extension' }))
    return [...names, ...unscored].map(({ name = '', extension }) => ({
      revision,
      scenario: name,
      extension,
    }))
  })
}
