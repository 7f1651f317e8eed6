/** Gets a grant for a connection by the way its settings name: the person's browser, a device code, a service account. */
import type { Connection, GrantType } from '#contract/connection.ts'
import type { Found } from '#core/found.ts'
import type { ClientAnswer, Guide } from '#core/guide.ts'
import type { Grant, Registration } from '#core/records.ts'
import { deleteRegistration } from '#core/registration/delete-registration.ts'
import type { DeadRegistration } from '#core/registration/deps.ts'
import { serverOf } from '#core/registration/ensure-registration.ts'
import type { Survival } from '#core/sign-in/kept-request.ts'
import { registerAndSignIn } from '#core/sign-in/register-and-sign-in.ts'
import { newDpopKey } from '#core/tokens/dpop.ts'
import { grantFrom } from '#core/tokens/grant-from.ts'
import type { DpopKey, TokenReach } from '#core/tokens/token-answer.ts'
import { reachFor } from './parts.ts'
import type { AppParts } from './parts.ts'
import { signEmployeeIn, signServiceIn, signWorkloadIn } from './sign-in-unattended.ts'
import type { Won } from './sign-in-unattended.ts'

export interface GrantWish {
  readonly connection: Pick<Connection, 'id' | 'settings'>
  readonly found: Found
  readonly guide: Guide
  readonly signal: AbortSignal
  /** How long to wait for the person, in milliseconds. */
  readonly patienceMs: number
  readonly client?: ClientAnswer
  /** Scopes to ask for instead of the chosen ones (step-up, C47). */
  readonly scopes?: readonly string[]
  readonly switchAccount?: boolean
  readonly forget?: DeadRegistration
  readonly survival?: Survival
}

export interface Obtained {
  readonly grant: Grant
  readonly registerMs: number
  readonly signInMs: number
}

/** Registers where that is needed, signs in, and makes the grant; stores nothing but the registration. */
export async function obtainGrant(wish: GrantWish, parts: AppParts): Promise<Obtained> {
  const { connection, found } = wish
  const { grantType } = connection.settings
  const reach = reachFor(connection.settings, found.zone)
  const dpopKey = await dpopKeyFor(found)
  const began = parts.clock.now()
  let registered = began
  const guide = watched(wish.guide, () => (registered = parts.clock.now()))
  const won = await winTokens(grantType, { ...wish, guide }, parts, reach, dpopKey)
  const grant = grantFrom({
    connectionId: connection.id,
    server: serverOf(found),
    grantType,
    result: won.result,
    account: won.account,
    dpopKey: won.result.tokens.tokenType === 'DPoP' ? dpopKey : undefined,
    now: parts.clock.now(),
  })
  return { grant, registerMs: registered - began, signInMs: parts.clock.now() - registered }
}

/** Forgets the registration a connection uses, here and at the server where that is offered. True: deleted there. */
export async function forgetRegistration(
  registration: Registration,
  parts: AppParts,
  reach: TokenReach,
  signal: AbortSignal,
): Promise<boolean> {
  const fetch = parts.http.fetchWithin({ ...reach, limits: 'machine' })
  const receipt = await deleteRegistration(registration, { fetch, vault: parts.vault }, signal)
  return receipt.status === 'deleted'
}

function winTokens(
  grantType: GrantType,
  wish: GrantWish,
  parts: AppParts,
  reach: TokenReach,
  dpopKey: DpopKey | undefined,
): Promise<Won> {
  switch (grantType) {
    case 'code':
    case 'device':
      return signPersonIn(grantType, wish, parts, reach, dpopKey)
    case 'client-credentials':
      return signServiceIn(wish, parts, reach, dpopKey)
    case 'workload':
      return signWorkloadIn(wish, parts, reach, dpopKey)
    case 'enterprise':
      return signEmployeeIn(wish, parts, reach, dpopKey)
  }
}

function signPersonIn(
  grantType: 'code' | 'device',
  wish: GrantWish,
  parts: AppParts,
  reach: TokenReach,
  dpopKey: DpopKey | undefined,
): Promise<Won> {
  const { connection, found, guide, signal, client, scopes, forget, survival } = wish
  const { settings } = connection
  return registerAndSignIn(
    found,
    { ...parts, guide },
    {
      signal,
      reach,
      grantType,
      connectionId: connection.id,
      resourceMode: settings.resource,
      confirmed: settings.confirmed,
      timeLimit: wish.patienceMs,
      switchAccount: wish.switchAccount === true,
      ...known({
        client,
        scopes,
        forget,
        dpopKey,
        survival,
        pinnedScope: settings.scope,
        spelling: settings.spelling,
        clientMetadataUrl: settings.clientMetadataUrl,
        callbackUrl: settings.callbackUrl,
      }),
    },
  )
}

/** Notices when registering is over: the person is asked to sign in. */
function watched(guide: Guide, waiting: () => void): Guide {
  return {
    ...guide,
    tell: (event) => {
      if (event.type === 'sign-in-waiting' || event.type === 'device-code') waiting()
      guide.tell(event)
    },
  }
}

/** Tokens are bound to a key where both servers know how (E3): what the issuer could bind, a server may not understand. */
async function dpopKeyFor({ server, wantsDpop }: Found): Promise<DpopKey | undefined> {
  if (!wantsDpop) return undefined
  const algorithms = server?.dpop_signing_alg_values_supported
  return algorithms?.includes('ES256') === true ? newDpopKey() : undefined
}

/** The members that are there, for options in which absent and undefined differ. */
function known<T extends Record<string, unknown>>(
  members: T,
): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Name in keyof T]?: Exclude<T[Name], undefined> }
}
