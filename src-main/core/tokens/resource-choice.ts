/** Decides whether the `resource` parameter (RFC 8707) is sent, and recognises servers that will not have it (R08). */
import type { ResourceMode } from '#contract/connection.ts'
import type { ServerMetadata } from '#contract/discovery.ts'

/** Microsoft Entra ID refuses `resource` beside the scopes of its second version. */
const KNOWN_TO_REFUSE = [
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
]

/** The resource to send in authorization and token requests; empty: leave the parameter out. */
export function resourceToSend(
  server: ServerMetadata,
  resource: string,
  mode: ResourceMode,
): string {
  if (mode === 'omit') return ''
  if (mode === 'send') return resource
  return refusesResource(server) ? '' : resource
}

/** True for servers that are known to refuse the parameter. */
export function refusesResource(server: ServerMetadata): boolean {
  const endpoint = URL.parse(server.token_endpoint ?? server.issuer)
  return endpoint !== null && KNOWN_TO_REFUSE.includes(endpoint.hostname)
}

/** True when an error answer, of the authorization or the token endpoint, is about the `resource` parameter. */
export function isResourceRefusal(answer: {
  readonly error: string
  readonly description: string
}): boolean {
  return answer.error === 'invalid_target' || /AADSTS(9010010|901002)\b/.test(answer.description)
}
