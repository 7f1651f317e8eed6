/** Discovery on behalf of a person who is there: what only a person may decide is asked once, and remembered with the connection. */
import type { ConnectionSettings } from '#contract/connection.ts'
import { isProblem } from '#core/app-error.ts'
import type { AppError } from '#core/app-error.ts'
import { discover } from '#core/discovery/discover.ts'
import type { Found } from '#core/found.ts'
import type { Guide, Question } from '#core/guide.ts'
import { openLister } from './list-openly.ts'
import type { AppPorts } from './parts.ts'
import { messageOf } from '#core/say.ts'

export interface DiscoveryWish {
  readonly url: string
  readonly settings: ConnectionSettings
  readonly headers: Record<string, string>
  /** The person asked for a sign-in even if the server also works without. */
  readonly preferLogin: boolean
}

export interface Agreed {
  readonly found: Found
  /** The settings with what the person confirmed. */
  readonly settings: ConnectionSettings
}

/** Discovers, asks what has to be confirmed, and tells the verdict. Throws the problem when the person says no. */
export async function discoverWithPerson(
  ports: AppPorts,
  wish: DiscoveryWish,
  guide: Guide,
  signal: AbortSignal,
): Promise<Agreed> {
  let settings = wish.settings
  for (;;) {
    try {
      return { found: await discoverOnce(ports, { ...wish, settings }, guide, signal), settings }
    } catch (error) {
      const question = isProblem(error) ? questionIn(error, settings) : undefined
      if (!question || !isProblem(error)) throw error
      const yes = await guide.confirm(question.kind, messageOf(error.problem), signal)
      if (!yes) throw error
      settings = question.agreed
    }
  }
}

async function discoverOnce(
  ports: AppPorts,
  { url, settings, headers, preferLogin }: DiscoveryWish,
  guide: Guide,
  signal: AbortSignal,
): Promise<Found> {
  const found = await discover(url, ports, {
    settings,
    headers,
    preferLogin,
    signal,
    onProbe: (probe) => guide.tell({ type: 'probe', probe }),
    canListTools: openLister(ports, url, settings, headers, signal),
  })
  guide.tell({ type: 'verdict', mode: found.discovery.mode, issuer: found.discovery.issuer })
  for (const note of found.discovery.notes) guide.tell({ type: 'note', note })
  return found
}

/** What the person may allow for this server (decisions 1 and 6); undefined when nobody may. */
function questionIn(
  { problem }: AppError,
  settings: ConnectionSettings,
): { readonly kind: Question; readonly agreed: ConnectionSettings } | undefined {
  const { details = {} } = problem
  if (problem.code === 'insecure-address' && details['confirm'] === 'plain-http') {
    const confirmed = [...settings.confirmed, 'plain-http' as const]
    return settings.confirmed.includes('plain-http')
      ? undefined
      : { kind: 'plain-http', agreed: { ...settings, confirmed } }
  }
  if (problem.code === 'issuer-mismatch' && details['relation'] === 'path-lost') {
    const pinnedIssuer = details['found']
    return pinnedIssuer === undefined || settings.pinnedIssuer === pinnedIssuer
      ? undefined
      : { kind: 'issuer-path-lost', agreed: { ...settings, pinnedIssuer } }
  }
  return undefined
}
