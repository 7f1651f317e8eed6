/** Sign-ins that need no consent page: service accounts, workloads, and employees whom the company's identity provider vouches for (E1, E2, E4). */
import { appError } from '#core/app-error.ts'
import type { Registration } from '#core/records.ts'
import { ensureRegistration, serverOf } from '#core/registration/ensure-registration.ts'
import { chooseScopes } from '#core/sign-in/choose-scopes.ts'
import { accountOf } from '#core/tokens/account-of.ts'
import { clientCredentials } from '#core/tokens/client-credentials.ts'
import { enterpriseToken } from '#core/tokens/enterprise-token.ts'
import type { DpopKey, TokenParties, TokenReach, TokenResult } from '#core/tokens/token-answer.ts'
import { workloadToken } from '#core/tokens/workload-token.ts'
import { identityProvider } from './identity-provider.ts'
import type { GrantWish } from './obtain-grant.ts'
import type { AppParts } from './parts.ts'

/** Tokens, and the account as a person would call it. */
export interface Won {
  readonly result: TokenResult
  readonly account: string
}

interface Unattended {
  readonly parties: TokenParties
  readonly registration: Registration
  readonly scopes: readonly string[]
}

/** E1: the app acts for itself. */
export async function signServiceIn(
  wish: GrantWish,
  parts: AppParts,
  reach: TokenReach,
  dpopKey: DpopKey | undefined,
): Promise<Won> {
  const { parties, registration, scopes } = await prepared(wish, parts, reach, dpopKey)
  const { resource } = wish.found.discovery
  const resourceMode = wish.connection.settings.resource
  const signIn = { ...parties, resource, resourceMode, scopes }
  const result = await clientCredentials(signIn, parts, wish.signal)
  return told(wish, result, `service account ${registration.clientId}`)
}

/** E4: one request with the identity token of the platform, whatever comes of it. */
export async function signWorkloadIn(
  wish: GrantWish,
  parts: AppParts,
  reach: TokenReach,
  dpopKey: DpopKey | undefined,
): Promise<Won> {
  const assertion = await assertionIn(wish.connection.settings.assertionFile, parts)
  const { parties, registration, scopes } = await prepared(wish, parts, reach, dpopKey)
  const { resource } = wish.found.discovery
  const result = await workloadToken(
    { ...parties, assertion, resource, scopes },
    parts,
    wish.signal,
  )
  return told(wish, result, `workload ${registration.clientId}`)
}

/** E2: the person signs in at the company, and no server asks them again. */
export async function signEmployeeIn(
  wish: GrantWish,
  parts: AppParts,
  reach: TokenReach,
  dpopKey: DpopKey | undefined,
): Promise<Won> {
  const provider = await identityProvider(wish, parts)
  const { parties, scopes } = await prepared(wish, parts, reach, dpopKey)
  const { resource } = wish.found.discovery
  const signIn = { ...parties, identityProvider: provider, resource, scopes }
  const result = await enterpriseToken(signIn, parts, wish.signal)
  const account = await accountOf(parties, result, parts, wish.signal)
  return told(wish, result, account === '' ? `employee at ${provider.issuer}` : account)
}

/** The assertion in the file that the connection's settings name. Throws `bad-usage` without one. */
export async function assertionIn(
  path: string | undefined,
  { files }: Pick<AppParts, 'files'>,
): Promise<string> {
  if (path !== undefined) return (await files.read(path)).trim()
  throw appError('bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: 'Signing in as a workload needs the identity token of its platform.',
    next: 'Name the file that holds it with --assertion.',
  })
}

async function prepared(
  { connection, found, guide, signal, client, scopes: wanted }: GrantWish,
  parts: AppParts,
  reach: TokenReach,
  dpopKey: DpopKey | undefined,
): Promise<Unattended> {
  const scopes = wanted ?? chooseScopes(found, connection.settings.scope)
  const registration = await ensureRegistration(
    found,
    { ...parts, guide },
    { signal, reach, scopes, connectionId: connection.id, ...(client && { client }) },
  )
  return {
    parties: { server: serverOf(found), registration, reach, dpopKey },
    registration,
    scopes,
  }
}

function told({ guide }: GrantWish, result: TokenResult, account: string): Won {
  guide.tell({ type: 'signed-in', account, scopes: result.tokens.scopes })
  return { result, account }
}
