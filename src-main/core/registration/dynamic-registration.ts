/** Dynamic client registration (RFC 7591) at the validated issuer, with the milder requests real servers need. */
import * as oauth from 'oauth4webapi'
import type { LoopbackSpelling } from '#contract/connection.ts'
import type { ServerMetadata } from '#contract/discovery.ts'
import { appError } from '#core/app-error.ts'
import type { Registration } from '#core/records.ts'
import { readText } from '#core/tokens/read-text.ts'
import { callbacksFor, otherSpelling } from './callback-addresses.ts'
import { methodsToRegister } from './client-authentication.ts'
import type { RegistrationDeps, RegistrationOptions, WayOutcome } from './deps.ts'
import { failureOf, pauseOf, type Refusal } from './registration-refusal.ts'
import { registrationFromAnswer } from './registration-answer.ts'
import {
  milderRequest,
  registrationRequest,
  type ClientRequestBody,
} from './registration-request.ts'
import { say } from '#core/say.ts'

/** One request and at most this many milder ones. */
const maximumRequests = 5

const pausedTopic = 'registration-paused-until'

/** Registers this app at `server`. A refusal is an outcome; only safety problems, cancelling and rate limits are thrown. */
export async function registerDynamically(
  server: ServerMetadata,
  spelling: LoopbackSpelling,
  deps: RegistrationDeps,
  options: RegistrationOptions,
): Promise<WayOutcome<Registration>> {
  if (server.registration_endpoint === undefined) {
    return { status: 'passed', reason: say('way.no-registration') }
  }
  const methods = methodsToRegister(server)
  const [method] = methods
  if (method === undefined) {
    return {
      status: 'passed',
      reason: say('way.no-method'),
    }
  }
  assertNotPaused(server.issuer, deps)
  const wanted = {
    redirectUris: callbacksFor(spelling, options),
    scopes: options.scopes,
    device: options.device === true,
  }
  const other = callbacksFor(otherSpelling(spelling), options).slice(0, 1)
  const queue = [registrationRequest(server, method, wanted)]
  let refusal: Refusal | undefined
  for (let sent = 0; sent < maximumRequests; sent += 1) {
    const body = queue.shift()
    if (body === undefined) break
    const outcome = await sendRegistration(server, body, deps, options)
    if ('issuer' in outcome) {
      return {
        status: 'registered',
        registration: outcome,
        reason: say('way.registered'),
      }
    }
    refusal = outcome
    if (outcome.final === true) break
    const milder = milderRequest(body, outcome, methods)
    if (milder) queue.push(milder)
    else if (outcome.aboutRedirect === true && body.redirect_uris[0] !== other[0])
      queue.push({ ...body, redirect_uris: other })
  }
  return {
    status: 'passed',
    reason: refusal?.reason ?? say('way.unusable'),
    ...(refusal?.approvedAppsOnly && { approvedAppsOnly: true }),
  }
}

async function sendRegistration(
  server: ServerMetadata,
  body: ClientRequestBody,
  deps: RegistrationDeps,
  { reach, signal }: RegistrationOptions,
): Promise<Registration | Refusal> {
  const fetch = deps.http.fetchWithin({ ...reach, limits: 'machine' })
  try {
    const response = await oauth.dynamicClientRegistrationRequest(
      server as oauth.AuthorizationServer,
      body as unknown as Partial<oauth.Client>,
      {
        [oauth.customFetch]: (url, init) => fetch(url, init),
        // Plain http is allowed or refused by the http layer, which knows the zone.
        [oauth.allowInsecureRequests]: true,
        signal,
      },
    )
    const pause = pauseOf(response, deps.clock.now())
    if (pause !== undefined) deps.store.remember(pausedTopic, server.issuer, pause)
    if (response.status !== 200 && response.status !== 201) return await failureOf(response)
    const made = registrationFromAnswer(await jsonOf(response), {
      issuer: server.issuer,
      redirectUris: body.redirect_uris,
      authMethod: body.token_endpoint_auth_method,
      now: deps.clock.now(),
    })
    return 'english' in made ? { error: '', text: '', reason: made, final: true } : made
  } catch (error) {
    return failureOf(error, signal)
  }
}

/** 200 instead of 201 and a wrong content type are seen; the body decides. */
async function jsonOf(response: Response): Promise<unknown> {
  const text = await readText(response)
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Not JSON: the caller says that the answer holds no client id, which is what a person needs to know.
    return undefined
  }
}

/** R27: a server that asked for a pause is not asked again before it is over. */
function assertNotPaused(issuer: string, deps: RegistrationDeps): void {
  const until = deps.store.recall(pausedTopic, issuer)
  if (typeof until !== 'number' || until <= deps.clock.now()) return
  const seconds = Math.ceil((until - deps.clock.now()) / 1000)
  // No pause is longer than an hour: the clock was set back meanwhile.
  if (seconds > 3_600) return
  throw appError('rate-limited', {
    step: 'registration',
    whoseTurn: 'you',
    message: say('registration-paused'),
    next: say('rate-limited.seconds', { seconds: String(seconds) }),
    details: { issuer },
  })
}
