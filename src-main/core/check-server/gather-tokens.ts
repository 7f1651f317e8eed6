/** Asks the token and revocation endpoints for what they have to refuse. */
import type { ServerMetadata } from '#contract/discovery.ts'
import type { Registration } from '#core/records.ts'
import type { TokenAnswers } from './evidence.ts'
import { type Ask, form } from './exchange.ts'

/** 43 characters, as RFC 7636 §4.1 wants them. */
export const wrongVerifier = 'wrong-verifier-that-belongs-to-no-challenge'

const unknown = 'this-was-never-issued'

export async function gatherTokens(
  ask: Ask,
  server: ServerMetadata,
  client: Registration | undefined,
): Promise<TokenAnswers> {
  const endpoint = server.token_endpoint ?? ''
  const redirectUri = client?.redirectUris[0] ?? 'http://127.0.0.1:28463/callback'
  const code = {
    grant_type: 'authorization_code',
    code: unknown,
    redirect_uri: redirectUri,
    code_verifier: wrongVerifier,
  }
  const nobody = await ask(endpoint, form({ ...code, client_id: 'nobody-registered-this' }))
  const get = await ask(endpoint)
  if (!client) return { unknownClient: nobody, get }
  const send = (fields: Record<string, string>) => ask(endpoint, asClient(client, fields))
  const revocation = server.revocation_endpoint
  return {
    unknownClient: nobody,
    get,
    wrongCode: await send(code),
    wrongRefreshToken: await send({ grant_type: 'refresh_token', refresh_token: unknown }),
    wrongGrantType: await send({ grant_type: 'urn:example:no-such-grant' }),
    ...(revocation !== undefined && {
      revokedUnknown: await ask(revocation, asClient(client, { token: unknown })),
    }),
  }
}

/** A form sent by this client in the way it registered (RFC 6749 §2.3). */
export function asClient(client: Registration, fields: Record<string, string>): RequestInit {
  const { clientId, clientSecret = '', authMethod } = client
  if (authMethod === 'client_secret_basic') {
    const request = form(fields)
    const login = [clientId, clientSecret].map(encodeURIComponent).join(':')
    const headers = new Headers(request.headers)
    headers.set('authorization', `Basic ${btoa(login)}`)
    return { ...request, headers }
  }
  const secret = authMethod === 'client_secret_post' ? { client_secret: clientSecret } : {}
  return form({ ...fields, client_id: clientId, ...secret })
}
