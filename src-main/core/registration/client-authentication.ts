/** Which way of proving who the client is fits a server, in the order this product prefers (R12). */
import type { ServerMetadata } from '#contract/discovery.ts'
import type { TokenEndpointAuthMethod } from '#core/records.ts'

const preferred: readonly TokenEndpointAuthMethod[] = [
  'none',
  'client_secret_post',
  'client_secret_basic',
]

/** Methods to ask for at registration, best first; empty when the server only takes methods this product cannot register for. */
export function methodsToRegister(server: ServerMetadata): TokenEndpointAuthMethod[] {
  const offered = server.token_endpoint_auth_methods_supported
  // Without a list RFC 8414 §2 means client_secret_basic, but most such servers take a public client gladly.
  if (!offered || offered.length === 0) return ['none', 'client_secret_basic']
  return preferred.filter((method) => offered.includes(method))
}

/** Method for credentials that came by hand: a secret is sent in the body unless the server only takes the header. */
export function methodForTyped(
  server: ServerMetadata,
  hasSecret: boolean,
): TokenEndpointAuthMethod {
  if (!hasSecret) return 'none'
  const offered = server.token_endpoint_auth_methods_supported
  // RFC 8414 §2: without a list, client_secret_basic.
  if (!offered || offered.length === 0) return 'client_secret_basic'
  return offered.includes('client_secret_post') ? 'client_secret_post' : 'client_secret_basic'
}
