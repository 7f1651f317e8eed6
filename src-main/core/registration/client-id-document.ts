/** Registration by client id metadata document: the address of our document is the client id (C18, C24). */
import type { ServerMetadata } from '#contract/discovery.ts'
import type { LoopbackSpelling } from '#contract/connection.ts'
import { appError } from '#core/app-error.ts'
import type { Registration } from '#core/records.ts'
import { callbacksFor } from './callback-addresses.ts'
import type { RegistrationOptions, WayOutcome } from './deps.ts'
import { say } from '#core/say.ts'

/** The one way in, unless somebody there makes apps by hand. */
export function documentsOnly(server: ServerMetadata): boolean {
  const documents = server.client_id_metadata_document_supported === true
  return documents && server.registration_endpoint === undefined
}

/** Uses the configured document if the server takes such ids; nothing is sent to the server beforehand. */
export function useClientIdDocument(
  server: ServerMetadata,
  spelling: LoopbackSpelling,
  options: RegistrationOptions,
  now: number,
): WayOutcome<Registration> {
  if (server.client_id_metadata_document_supported !== true) {
    return { status: 'passed', reason: say('way.no-documents') }
  }
  if (options.clientMetadataUrl === undefined) {
    return { status: 'passed', reason: say('way.no-document-here') }
  }
  if (options.dead?.clientId === options.clientMetadataUrl) {
    return { status: 'passed', reason: options.dead.reason }
  }
  assertDocumentAddress(options.clientMetadataUrl, server.issuer)
  return {
    status: 'registered',
    reason: say('way.document'),
    registration: {
      issuer: server.issuer,
      source: 'cimd',
      clientId: options.clientMetadataUrl,
      authMethod: 'none',
      redirectUris: callbacksFor(spelling, options),
      createdAt: now,
    },
  }
}

/** C18: https, with a path, without credentials, fragment or dot segments. Plain http only between servers on this very computer. */
function assertDocumentAddress(address: string, issuer: string): void {
  const url = URL.parse(address)
  const usable =
    url !== null &&
    (url.protocol === 'https:' || (isPlainLoopback(url) && isPlainLoopback(new URL(issuer)))) &&
    url.pathname !== '/' &&
    url.username + url.password === '' &&
    url.hash === '' &&
    url.href === address
  if (usable) return
  throw appError('bad-address', {
    step: 'registration',
    whoseTurn: 'you',
    message: say('client-document-address'),
    next: say('client-document-address.next'),
    details: { address },
  })
}

function isPlainLoopback(url: URL): boolean {
  return url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
}
