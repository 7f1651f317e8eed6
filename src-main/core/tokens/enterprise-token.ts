/** Enterprise-managed authorization (E2): the company's identity provider vouches for the person, no consent screen per server. */
import type { ServerMetadata } from '#contract/discovery.ts'
import { appError } from '#core/app-error.ts'
import type { Registration } from '#core/records.ts'
import { requestTokens, type TokenRequest } from './token-request.ts'
import type { TokenParties, TokenPorts, TokenReach, TokenResult } from './token-answer.ts'
import { obtainTokens } from './tokens-of.ts'
import { JWT_BEARER } from './workload-token.ts'

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token'
const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag'

/** The identity provider, our client there, and the person's ID token from its sign-in. */
export interface IdentityProvider {
  readonly issuer: string
  readonly tokenEndpoint: string
  readonly clientId: string
  readonly clientSecret?: string
  readonly idToken: string
  /** The company chose this address itself, so it may lie elsewhere than the server's. */
  readonly reach: TokenReach
}

export interface EnterpriseSignIn extends TokenParties {
  readonly identityProvider: IdentityProvider
  /** RFC 9728 identifier of the MCP server. */
  readonly resource: string
  readonly scopes: readonly string[]
}

/** The tokens for a person known to the company's identity provider; throws the problem that stands in the way. */
export async function enterpriseToken(
  signIn: EnterpriseSignIn,
  ports: TokenPorts,
  signal: AbortSignal,
): Promise<TokenResult> {
  const exchanged = await requestTokens(exchangeRequest(signIn, ports), ports, signal)
  if (exchanged.kind === 'refused') throw exchanged.error
  const kind = exchanged.body['issued_token_type'] ?? ID_JAG
  if (kind !== ID_JAG) throw wrongKind(signIn.identityProvider)
  const request = {
    purpose: 'enterprise',
    parties: signIn,
    grantType: JWT_BEARER,
    parameters: { assertion: exchanged.body.access_token },
    // The assertion itself names the resource.
    resource: '',
    scope: signIn.scopes.join(' '),
    repairs: ['nonce', 'authentication', 'scope'],
  } as const
  const result = await obtainTokens(request, ports, signal, signIn.scopes)
  return { ...result, resource: signIn.resource }
}

/** RFC 8693 §2.1, asking for an identity assertion authorization grant (ID-JAG). */
function exchangeRequest(signIn: EnterpriseSignIn, ports: TokenPorts): TokenRequest {
  const { identityProvider, server, resource, scopes } = signIn
  return {
    purpose: 'identity-provider',
    parties: {
      server: providerMetadata(identityProvider),
      registration: providerRegistration(identityProvider, ports.clock.now()),
      reach: identityProvider.reach,
    },
    grantType: TOKEN_EXCHANGE,
    parameters: {
      subject_token: identityProvider.idToken,
      subject_token_type: ID_TOKEN,
      requested_token_type: ID_JAG,
      audience: server.issuer,
    },
    resource,
    scope: scopes.join(' '),
    repairs: ['authentication', 'scope'],
  }
}

/** Any other token of the identity provider is nothing the MCP server's side may see (C44). */
function wrongKind({ issuer }: IdentityProvider): Error {
  return appError('token-answer-unusable', {
    step: 'token',
    whoseTurn: 'it',
    message: 'The company sign-in issued another kind of token than the one this server needs.',
    next: 'Ask your IT whether the identity provider supports cross-app access (ID-JAG).',
    details: { issuer },
  })
}

function providerMetadata(provider: IdentityProvider): ServerMetadata {
  return { issuer: provider.issuer, token_endpoint: provider.tokenEndpoint }
}

function providerRegistration(provider: IdentityProvider, now: number): Registration {
  return {
    issuer: provider.issuer,
    source: 'pre-registered',
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    authMethod: provider.clientSecret ? 'client_secret_basic' : 'none',
    redirectUris: [],
    createdAt: now,
  }
}
