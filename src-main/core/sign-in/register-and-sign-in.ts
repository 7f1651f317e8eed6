/** From a found authorization server to tokens: registers, signs in, and registers anew once when the server forgot this app (R03). */
import type { ConnectionSettings } from '#contract/connection.ts'
import { appError, isProblem, type AppError } from '#core/app-error.ts'
import type { Found } from '#core/found.ts'
import type { Registration } from '#core/records.ts'
import type { DeadRegistration, RegistrationOptions } from '#core/registration/deps.ts'
import { ensureRegistration, serverOf } from '#core/registration/ensure-registration.ts'
import { knownToSupportPkce } from '#core/registration/recipes.ts'
import { rememberRefusal } from '#core/registration/refused-credentials.ts'
import { accountOf } from '#core/tokens/account-of.ts'
import { chooseScopes } from './choose-scopes.ts'
import type { SignedIn, SignInDeps, SignInOptions } from './deps.ts'
import { signInByDevice } from './device-sign-in.ts'
import { signIn } from './sign-in.ts'
import { messageOf, say, type Sentence } from '#core/say.ts'

export interface JourneyOptions
  extends
    Omit<SignInOptions, 'scopes'>,
    Omit<RegistrationOptions, 'scopes' | 'dead' | 'device' | 'signal' | 'reach' | 'spelling'> {
  /** Scopes to ask for, for a step-up; chosen by the rules when left out. */
  readonly scopes?: readonly string[]
  /** Scopes the person pinned. */
  readonly pinnedScope?: string
  readonly grantType?: 'code' | 'device'
  readonly confirmed?: ConnectionSettings['confirmed']
  /** "Forget registration and sign in again": this client id is not used any more. */
  readonly forget?: DeadRegistration
}

export interface Journey extends SignedIn {
  /** As the person would call it; empty when the server does not say. */
  readonly account: string
}

/** Signs the person in, with whatever registration that takes. */
export async function registerAndSignIn(
  found: Found,
  deps: SignInDeps,
  options: JourneyOptions,
): Promise<Journey> {
  await assertProtection(found, deps, options)
  const scopes = options.scopes ?? chooseScopes(found, options.pinnedScope)
  const signInOptions = { ...options, scopes }
  const first = await register(found, deps, options, scopes, options.forget)
  const signedIn = await useRegistration(found, first, deps, signInOptions).catch(
    async (error: unknown) => {
      const dead = deadRegistration(error, first, deps)
      const second = await register(found, deps, options, scopes, dead)
      if (second.clientId === first.clientId) throw error
      return useRegistration(found, second, deps, signInOptions)
    },
  )
  for (const note of signedIn.result.notes) deps.guide.tell({ type: 'note', note })
  return { ...signedIn, account: await tellAccount(found, signedIn, deps, options) }
}

function useRegistration(
  found: Found,
  registration: Registration,
  deps: SignInDeps,
  options: SignInOptions & Pick<JourneyOptions, 'grantType'>,
): Promise<SignedIn> {
  const sign = options.grantType === 'device' ? signInByDevice : signIn
  return sign(found, registration, deps, options)
}

function register(
  found: Found,
  deps: SignInDeps,
  options: JourneyOptions,
  scopes: readonly string[],
  dead: DeadRegistration | undefined,
): Promise<Registration> {
  const device = options.grantType === 'device'
  return ensureRegistration(found, deps, { ...options, scopes, device, ...(dead && { dead }) })
}

/** The registration to give up after `error`; any other error is thrown on. */
function deadRegistration(error: unknown, used: Registration, deps: SignInDeps): DeadRegistration {
  if (!isProblem(error)) throw error
  const typed = used.source === 'manual' || used.source === 'pre-registered'
  const worked = used.lastSuccessAt !== undefined
  if (typed && isProblem(error, 'client-unknown', 'client-rejected')) {
    const reason = reasonOf(error)
    rememberRefusal(used, deps.store, reason)
    return { clientId: used.clientId, reason }
  }
  const forgotten = isProblem(error, 'client-unknown', 'client-rejected')
  // A reused registration may allow fewer scopes or other callback addresses than are wanted today.
  const outgrown = worked && isProblem(error, 'scope-refused', 'redirect-refused')
  if (typed || !(forgotten || outgrown)) throw error
  return { clientId: used.clientId, reason: reasonOf(error) }
}

function reasonOf({ problem }: AppError): Sentence {
  const said = problem.details?.['said']
  return said === undefined
    ? messageOf(problem)
    : say('said-besides', { message: messageOf(problem), said })
}

/** Decision 3: S256 is always sent; where the metadata does not list it, the person decides once. */
async function assertProtection(
  found: Found,
  deps: SignInDeps,
  options: JourneyOptions,
): Promise<void> {
  const server = serverOf(found)
  if (options.grantType === 'device' || found.discovery.pkce !== 'unlisted') return
  if (options.confirmed?.includes('pkce-unlisted') === true || knownToSupportPkce(server)) return
  const text = say('ask.pkce-unlisted', { issuer: server.issuer })
  if (await deps.guide.confirm('pkce-unlisted', text, options.signal)) return
  throw appError('pkce-unconfirmed', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: say('pkce-unconfirmed'),
    next: say('pkce-unconfirmed.next'),
    details: { issuer: server.issuer },
  })
}

async function tellAccount(
  found: Found,
  { result }: SignedIn,
  deps: SignInDeps,
  { reach, dpopKey, signal }: JourneyOptions,
): Promise<string> {
  const parties = { server: serverOf(found), registration: result.registration, reach, dpopKey }
  const account = await accountOf(parties, result, deps, signal)
  deps.guide.tell({ type: 'signed-in', account, scopes: result.tokens.scopes })
  return account
}
