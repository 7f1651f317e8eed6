/** Finds out which account signed in, so that people can tell their connections apart (R24). */
import { readText } from './read-text.ts'
import { dpopProof } from './dpop.ts'
import { serverWords } from './server-words.ts'
import type { TokenParties, TokenPorts, TokenResult } from './token-answer.ts'
import { accountIn } from './tokens-of.ts'

/** Scopes that open the user info endpoint (OIDC Core §5.3; `id` and `api` are Salesforce's). */
const IDENTITY_SCOPES = ['openid', 'profile', 'email', 'id', 'api']

/** A name is a courtesy: a sign-in does not wait for it longer than this. */
const PATIENCE = 5_000

/** The account as a person would name it; empty when the server does not tell. Never fails for what a server does. */
export async function accountOf(
  parties: TokenParties,
  result: TokenResult,
  ports: TokenPorts,
  signal: AbortSignal,
): Promise<string> {
  const { tokens } = result
  const url = parties.server.userinfo_endpoint
  const allowed = tokens.scopes.some((scope) => IDENTITY_SCOPES.includes(scope))
  const known = serverWords(tokens.account || tokens.subject)
  if (tokens.account || !url || !allowed) return known
  try {
    const fetch = ports.http.fetchWithin({ ...parties.reach, limits: 'machine' })
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)])
    const headers = await credentials(parties, result, ports, url)
    const response = await fetch(url, { headers, signal: patience })
    return serverWords(accountIn(JSON.parse(await readText(response)))) || known
  } catch {
    // Without a name the connection works as well; the person can give it a nickname. A cancel is still a cancel.
    signal.throwIfAborted()
    return known
  }
}

async function credentials(
  { dpopKey }: TokenParties,
  { tokens }: TokenResult,
  ports: TokenPorts,
  url: string,
): Promise<Record<string, string>> {
  const { accessToken, tokenType } = tokens
  const accept = 'application/json'
  if (tokenType === 'Bearer' || !dpopKey) return { accept, authorization: `Bearer ${accessToken}` }
  const dpop = await dpopProof({ key: dpopKey, method: 'GET', url, accessToken }, ports)
  return { accept, authorization: `DPoP ${accessToken}`, dpop }
}
