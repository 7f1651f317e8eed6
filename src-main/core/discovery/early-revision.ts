/** Servers of the revision of 2025-03-26: no resource metadata; the authorization server is the origin of the MCP server. */
import type { ServerMetadata } from '#contract/discovery.ts'
import type { Reply } from './prober.ts'
import type { Search } from './search.ts'
import { documentHeaders } from './search.ts'
import { findServerMetadata } from './server-metadata.ts'
import type { ServerSearch } from './server-metadata.ts'
import { say } from '#core/say.ts'

/** Metadata at the origin (C7); else, when `mayAssumeDefaults`, the three default endpoints if they are there (C8). */
export async function findEarlyServer(
  search: Search,
  mayAssumeDefaults: boolean,
): Promise<ServerSearch> {
  const found = await findServerMetadata(search, search.server.origin, false)
  if (found.kind === 'found') {
    const message = say('note.no-resource-metadata')
    search.note('no-resource-metadata', message)
  }
  if (found.kind !== 'none' || !found.absent || !mayAssumeDefaults) return found
  const server = await defaultEndpoints(search)
  return server ? { kind: 'found', server } : found
}

/**
 * The revision says to assume the endpoints. A server that wants a static key looks just the same, so it is asked, with a request that
 * changes nothing, whether they exist.
 */
async function defaultEndpoints(search: Search): Promise<ServerMetadata | undefined> {
  const { origin } = search.server
  if (!(await exists(search, `${origin}/token`))) return undefined
  const registers = await exists(search, `${origin}/register`)
  const message = say('note.default-endpoints')
  search.note('default-endpoints', message)
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    ...(registers && { registration_endpoint: `${origin}/register` }),
    // That revision demands PKCE of every server (C26), so there is nothing to ask the person.
    code_challenge_methods_supported: ['S256'],
  }
}

function exists(search: Search, url: string): Promise<boolean> {
  const request = {
    step: 'server-metadata',
    method: 'OPTIONS',
    url,
    headers: documentHeaders,
  } as const
  return search.prober.ask(request, (reply) => {
    const value = answersAsEndpoint(reply)
    return {
      value,
      verdict: value ? say('probe.default-endpoint') : say('probe.no-default-endpoint'),
    }
  })
}

/** Any answer but "no such thing": frameworks answer OPTIONS with 2xx or 405 where a POST is handled. */
function answersAsEndpoint(reply: Reply): boolean {
  const { status } = reply
  if (reply.failure || status >= 500 || (status >= 300 && status < 400)) return false
  return ![401, 403, 404, 410].includes(status) && !/html/i.test(reply.contentType)
}
