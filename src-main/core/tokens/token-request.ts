/** One token request from the first attempt to the last repair: the request half of the library, our tolerance, its process half. */
import * as oauth from 'oauth4webapi'
import { z } from 'zod'
import type { Note } from '#contract/discovery.ts'
import { answered } from './answered.ts'
import { authMethodOrder, clientAuthentication } from './client-authentication.ts'
import { dpopProof } from './dpop.ts'
import { libraryClient, libraryServer, requestOptions } from './library.ts'
import { readTokenAnswer, type ReadAnswer, type TokenBody } from './read-token-answer.ts'
import { type Attempt, repairFor, type RepairName } from './repairs.ts'
import { type Purpose, refusalError } from './token-problems.ts'
import type { Refusal, TokenParties, TokenPorts } from './token-answer.ts'

/** The parts of a request that refusals and repairs are about. */
export interface Repairable {
  readonly purpose: Purpose
  readonly parties: TokenParties
  readonly parameters: Readonly<Record<string, string>>
  /** Empty: the parameter is left out. */
  readonly resource: string
  /** Sent at once. */
  readonly scope?: string
  /** Sent only when the server demands a scope. */
  readonly wantedScope?: string
  /** Empty: one attempt, whatever comes of it. */
  readonly repairs: readonly RepairName[]
}

export interface TokenRequest extends Repairable {
  readonly grantType: string
}

/** What the loop of attempts and repairs came to; `body` is what a good answer held. */
export type Outcome<Body> =
  | {
      readonly kind: 'accepted'
      readonly body: Body
      readonly notes: readonly Note[]
      readonly attempt: Attempt
    }
  | {
      readonly kind: 'refused'
      readonly refusal: Refusal
      /** The refusal as it is told to people. */
      readonly error: Error
    }

export type TokenOutcome = Outcome<TokenBody>

/** Redeems something at the token endpoint. Throws only what the network layer throws. */
export function requestTokens(
  request: TokenRequest,
  ports: TokenPorts,
  signal: AbortSignal,
): Promise<TokenOutcome> {
  return withRepairs(request, (attempt) => send(request, attempt, ports, signal))
}

/** Sends, repairs what the refusal names, sends again, until it is accepted or nothing is left to repair. */
export async function withRepairs<Body>(
  request: Repairable,
  exchange: (attempt: Attempt) => Promise<ReadAnswer<Body>>,
): Promise<Outcome<Body>> {
  const { server, registration } = request.parties
  const methods = authMethodOrder(server, registration)
  const wantedScope = request.wantedScope ?? ''
  const facts = { server, methods, wantedScope, allowed: request.repairs }
  const used: RepairName[] = []
  const notes: Note[] = []
  let attempt: Attempt = {
    resource: request.resource,
    scope: request.scope ?? '',
    method: methods[0] ?? 'none',
  }
  let first: Refusal | undefined
  for (;;) {
    const answer = await exchange(attempt)
    notes.push(...answer.notes)
    if (answer.kind === 'accepted') return { kind: 'accepted', body: answer.body, notes, attempt }
    const repair = repairFor(answer.refusal, attempt, used, facts)
    if (!repair) return refused(request, answer.refusal, first)
    used.push(repair.name)
    if (repair.note) {
      notes.push(repair.note)
      first ??= answer.refusal
    }
    attempt = repair.attempt
  }
}

async function send(
  request: TokenRequest,
  attempt: Attempt,
  ports: TokenPorts,
  signal: AbortSignal,
): Promise<ReadAnswer<TokenBody>> {
  const { server, registration, reach } = request.parties
  const parameters = new URLSearchParams(request.parameters)
  if (attempt.resource !== '') parameters.set('resource', attempt.resource)
  if (attempt.scope !== '') parameters.set('scope', attempt.scope)
  const response = await oauth.genericTokenEndpointRequest(
    libraryServer(server, 'token_endpoint'),
    libraryClient(registration, ports.clock),
    await authentication(request, attempt, ports),
    request.grantType,
    parameters,
    requestOptions(ports.http, reach, signal),
  )
  return answered(request.parties, signal, () => readTokenAnswer(response))
}

/** Client authentication, with a DPoP proof beside it when the token is to be bound (RFC 9449 §5). */
async function authentication(
  request: TokenRequest,
  attempt: Attempt,
  ports: TokenPorts,
): Promise<oauth.ClientAuth> {
  const { registration, dpopKey, server } = request.parties
  const authenticate = await clientAuthentication(attempt.method, registration, server)
  if (!dpopKey) return authenticate
  const url = server.token_endpoint ?? ''
  return async (as, client, body, headers) => {
    await authenticate(as, client, body, headers)
    const parts = { key: dpopKey, method: 'POST', url, nonce: attempt.nonce }
    headers.set('dpop', await dpopProof(parts, ports))
  }
}

/**
 * A repair that ends in `invalid_grant` only shows that the first attempt had used up the one-time code: what the
 * server said first is the reason (R12).
 */
function refused(
  request: Repairable,
  last: Refusal,
  first: Refusal | undefined,
): Extract<Outcome<never>, { kind: 'refused' }> {
  const oneTime = request.purpose === 'code' || request.purpose === 'device'
  const usedUp = oneTime && first !== undefined && last.error === 'invalid_grant'
  const refusal = usedUp ? first : last
  const { server, registration } = request.parties
  const error = refusalError({
    purpose: request.purpose,
    refusal,
    server,
    registration,
    secrets: secretsOf(request),
    usedUp,
  })
  return { kind: 'refused', refusal, error }
}

function secretsOf(request: Repairable): string[] {
  const { clientSecret, privateKey } = request.parties.registration
  const names = [
    'code',
    'code_verifier',
    'refresh_token',
    'assertion',
    'subject_token',
    'device_code',
  ]
  const sent = names.map((name) => request.parameters[name])
  return z.array(z.string()).parse([...sent, clientSecret, privateKey].filter(Boolean))
}
