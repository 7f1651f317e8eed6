/** Sign-in without a browser on this machine: the person enters a short code elsewhere (RFC 8628). */
import { z } from 'zod'
import * as oauth from 'oauth4webapi'
import type { ResourceMode } from '#contract/connection.ts'
import type { Note } from '#contract/discovery.ts'
import { appError } from '#core/app-error.ts'
import type { Registration } from '#core/records.ts'
import { answered } from './answered.ts'
import { clientAuthentication } from './client-authentication.ts'
import { libraryClient, libraryServer, requestOptions } from './library.ts'
import { readFields, withoutEmpty } from './read-fields.ts'
import { refusalIn } from './read-refusal.ts'
import type { ReadAnswer } from './read-token-answer.ts'
import { type Attempt, repairsIn } from './repairs.ts'
import { resourceToSend } from './resource-choice.ts'
import { withRepairs } from './token-request.ts'
import type { TokenParties, TokenPorts } from './token-answer.ts'
import { say } from '#core/say.ts'

export interface DeviceSignIn extends TokenParties {
  readonly resource: string
  readonly resourceMode?: ResourceMode
  readonly scopes: readonly string[]
}

/** What to show to the person, and what the polling needs. */
export interface DeviceAuthorization {
  /** A secret of this sign-in. */
  readonly deviceCode: string
  readonly userCode: string
  /** https, or http on this computer (C34). */
  readonly verificationUri: string
  /** The same with the code in it, when the server offers that. */
  readonly verificationUriComplete?: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  readonly intervalMs: number
  readonly resource: string
  readonly registration: Registration
  readonly notes: readonly Note[]
}

const seconds = z.coerce.number().positive().max(86_400)

/** RFC 8628 §3.2; some servers write `verification_url`, and numbers as text. */
const DeviceBody = z
  .looseObject({
    device_code: z.string().min(1),
    user_code: z.string().min(1).max(100),
    verification_uri: z.string().optional(),
    verification_url: z.string().optional(),
    verification_uri_complete: z.string().optional(),
    expires_in: seconds.catch(600),
    interval: seconds.catch(5),
  })
  .transform((body) => ({ ...body, uri: body.verification_uri ?? body.verification_url ?? '' }))
type DeviceBody = z.infer<typeof DeviceBody>

/** Asks for a code the person can enter on another device; throws the problem that stands in the way. */
export async function startDeviceAuthorization(
  signIn: DeviceSignIn,
  ports: TokenPorts,
  signal: AbortSignal,
): Promise<DeviceAuthorization> {
  if (!signIn.server.device_authorization_endpoint) throw notOffered(signIn)
  const mode = signIn.resourceMode ?? 'auto'
  const request = {
    purpose: 'device',
    parties: signIn,
    parameters: {},
    resource: resourceToSend(signIn.server, signIn.resource, mode),
    scope: signIn.scopes.join(' '),
    repairs: repairsIn(mode),
  } as const
  const outcome = await withRepairs(request, (attempt) => send(signIn, attempt, ports, signal))
  if (outcome.kind === 'refused') throw outcome.error
  const { body, attempt, notes } = outcome
  const complete = openable(body.verification_uri_complete ?? '')
  const verificationUri = openable(body.uri)
  if (!verificationUri) throw unsafeAddress(signIn)
  return {
    deviceCode: body.device_code,
    userCode: body.user_code,
    verificationUri,
    ...(complete ? { verificationUriComplete: complete } : {}),
    expiresAt: ports.clock.now() + body.expires_in * 1000,
    intervalMs: body.interval * 1000,
    resource: attempt.resource,
    registration: { ...signIn.registration, authMethod: attempt.method },
    notes,
  }
}

async function send(
  signIn: DeviceSignIn,
  attempt: Attempt,
  ports: TokenPorts,
  signal: AbortSignal,
): Promise<ReadAnswer<DeviceBody>> {
  const parameters = new URLSearchParams()
  if (attempt.resource !== '') parameters.set('resource', attempt.resource)
  if (attempt.scope !== '') parameters.set('scope', attempt.scope)
  const response = await oauth.deviceAuthorizationRequest(
    libraryServer(signIn.server, 'device_authorization_endpoint'),
    libraryClient(signIn.registration, ports.clock),
    await clientAuthentication(attempt.method, signIn.registration, signIn.server),
    parameters,
    requestOptions(ports.http, signIn.reach, signal),
  )
  return answered(signIn, signal, () => read(response))
}

async function read(response: Response): Promise<ReadAnswer<DeviceBody>> {
  const notes: Note[] = []
  const { fields, text } = await readFields(response, notes)
  const refusal = refusalIn(response, fields, text, notes)
  if (refusal) return { kind: 'refused', refusal, notes }
  const body = DeviceBody.safeParse(withoutEmpty(fields ?? {}, notes))
  if (body.success) return { kind: 'accepted', body: body.data, notes }
  const description = 'The answer has no usable device code.'
  const unusable = { kind: 'unusable', error: '', description, status: response.status } as const
  return { kind: 'refused', refusal: unusable, notes }
}

/** The address in its serialized form when a browser may be sent there (C34, S3). */
function openable(address: string): string | undefined {
  const url = URL.parse(address)
  if (!url || url.username !== '' || url.password !== '') return undefined
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback) ? url.href : undefined
}

function notOffered({ server }: DeviceSignIn): Error {
  return appError('not-supported', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: say('no-device-sign-in'),
    next: say('no-device-sign-in.next'),
    details: { issuer: server.issuer },
  })
}

function unsafeAddress({ server }: DeviceSignIn): Error {
  return appError('unsafe-authorization-address', {
    step: 'sign-in',
    whoseTurn: 'server-owner',
    message: say('device-address-unsafe'),
    next: say('device-address-unsafe.next'),
    details: { issuer: server.issuer },
  })
}
