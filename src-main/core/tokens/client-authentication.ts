/** How this client proves itself to a token endpoint: which method first, which one instead, and the methods themselves (R12). */
import * as oauth from 'oauth4webapi'
import type { ServerMetadata } from '#contract/discovery.ts'
import type { Registration, TokenEndpointAuthMethod } from '#core/records.ts'
import { signingKey } from './signing-key.ts'

/**
 * The methods that can work here, best first; the second one is worth one retry after `invalid_client`.
 * What a registration answer named comes first; a method of a person's or our own choosing yields to what the server lists.
 */
export function authMethodOrder(
  server: ServerMetadata,
  registration: Registration,
): readonly TokenEndpointAuthMethod[] {
  const possible = possibleMethods(registration)
  const listed = server.token_endpoint_auth_methods_supported
  const chosen = possible.filter((method) => method === registration.authMethod)
  const offered = possible.filter((method) => listed?.includes(method))
  const binding =
    registration.source === 'dcr' || !listed || listed.includes(registration.authMethod)
  return [...new Set(binding ? [...chosen, ...offered, ...possible] : [...offered, ...possible])]
}

/** Methods this registration has the means for, in the order of R12. */
function possibleMethods(registration: Registration): TokenEndpointAuthMethod[] {
  const key: TokenEndpointAuthMethod[] = registration.privateKey ? ['private_key_jwt'] : []
  if (registration.clientSecret) return [...key, 'client_secret_post', 'client_secret_basic']
  return key.length > 0 ? key : ['none']
}

/** The library's form of one method; exactly one is used per request. */
export async function clientAuthentication(
  method: TokenEndpointAuthMethod,
  registration: Registration,
  server: ServerMetadata,
): Promise<oauth.ClientAuth> {
  switch (method) {
    case 'none':
      return oauth.None()
    case 'client_secret_post':
      return oauth.ClientSecretPost(registration.clientSecret ?? '')
    case 'client_secret_basic':
      return basic(registration.clientSecret ?? '')
    case 'private_key_jwt':
      return oauth.PrivateKeyJwt(await signingKey(registration, server))
  }
}

/**
 * RFC 6749 §2.3.1: id and secret are form-encoded, then joined. Unreserved characters stay as they are: to encode them
 * is allowed, but the many servers that do not decode would then see another client (C40).
 */
function basic(secret: string): oauth.ClientAuth {
  return (_server, client, _body, headers) => {
    const credentials = btoa(`${formEncoded(client.client_id)}:${formEncoded(secret)}`)
    headers.set('authorization', `Basic ${credentials}`)
  }
}

function formEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+')
}
