/** Turns what was found into the verdict: the auth mode, the ways to register, and the facts that `aip discover` shows. */
import type { AuthMode, Discovery, RegistrationWay, ServerMetadata } from '#contract/discovery.ts'
import type { Found } from '../found.ts'
import type { Demand } from './first-contact.ts'
import { bearerChallenge, isDpopChallenge, valueOf } from './challenge.ts'
import { pkceOf } from './endpoints.ts'
import type { ResourceMetadata } from './resource-metadata.ts'
import type { Search } from './search.ts'
import { say } from '#core/say.ts'

export interface Pieces {
  readonly demand?: Demand | undefined
  readonly metadata?: ResourceMetadata | undefined
  readonly server?: ServerMetadata
  readonly otherIssuers?: readonly string[]
}

/** The server works without a login. */
export function openVerdict(search: Search): Found {
  return found(search, {}, { mode: 'NoAuth', registration: [], pkce: '' })
}

/** The server demands a login; without `server`, nobody could find out where. */
export function loginVerdict(search: Search, pieces: Pieces): Found {
  const { server } = pieces
  if (!server) {
    const [named] = pieces.otherIssuers ?? []
    const message = named
      ? say('note.login-not-described', { issuer: named })
      : say('note.login-not-discoverable')
    search.note('login-needed-not-discoverable', message)
    return found(search, pieces, { mode: 'OAuth', registration: ['manual'], pkce: '' })
  }
  const registration = waysToRegister(server)
  return found(search, pieces, {
    mode: modeOf(search, server),
    registration,
    pkce: pkceOf(search, server),
  })
}

/** Best first (C16); what is pre-registered is known to the registration room. */
function waysToRegister(server: ServerMetadata): RegistrationWay[] {
  return [
    ...(server.client_id_metadata_document_supported ? (['cimd'] as const) : []),
    ...(server.registration_endpoint ? (['dcr'] as const) : []),
    'manual',
  ]
}

/** A server with both ways counts as DCR unless we have a client metadata document to show. */
function modeOf(search: Search, server: ServerMetadata): AuthMode {
  const cimd = server.client_id_metadata_document_supported === true
  const dcr = server.registration_endpoint !== undefined
  if (cimd && (!dcr || search.settings.clientMetadataUrl !== undefined)) return 'OAuthWithCIMD'
  return dcr ? 'OAuthWithDCR' : 'OAuth'
}

function found(
  search: Search,
  { demand, metadata, server, otherIssuers }: Pieces,
  verdict: Pick<Discovery, 'mode' | 'registration' | 'pkce'>,
): Found {
  const challenge = demand && bearerChallenge(demand.challenges)
  const challengeScope = valueOf(challenge, 'scope')
  return {
    discovery: {
      url: search.server.href,
      ...verdict,
      issuer: server?.issuer ?? '',
      resource: metadata?.resource ?? '',
      scopes: scopesOf(challengeScope, metadata),
      authorizationEndpoint: server?.authorization_endpoint ?? '',
      tokenEndpoint: server?.token_endpoint ?? '',
      registrationEndpoint: server?.registration_endpoint ?? '',
      revocationEndpoint: server?.revocation_endpoint ?? '',
      notes: [...search.notes],
      trace: [...search.prober.trace],
    },
    ...(server && { server }),
    ...(challengeScope !== undefined && { challengeScope }),
    wantsDpop:
      metadata?.dpopRequired === true || (demand?.challenges.some(isDpopChallenge) ?? false),
    zone: search.zone,
    otherIssuers: otherIssuers ?? [],
  }
}

/** The challenge's scope, else all of the resource metadata's, else none (C28). */
function scopesOf(challengeScope: string | undefined, metadata?: ResourceMetadata): string[] {
  const named = challengeScope?.split(/\s+/).filter(Boolean) ?? []
  return named.length > 0 ? named : [...(metadata?.scopes ?? [])]
}
