/** Sign-in with a code that the person enters on any device, as an equal to the browser on this one (RFC 8628, R22). */
import type { Found } from '#core/found.ts'
import type { Registration } from '#core/records.ts'
import { serverOf } from '#core/registration/ensure-registration.ts'
import { startDeviceAuthorization } from '#core/tokens/device-sign-in.ts'
import { pollDeviceToken } from '#core/tokens/poll-device-token.ts'
import type { SignedIn, SignInDeps, SignInOptions } from './deps.ts'
import { cancelled } from './wait-for-reply.ts'

/** Shows the code and waits until the person has entered it, the code has run out, or the wait was cancelled. */
export async function signInByDevice(
  found: Found,
  registration: Registration,
  deps: SignInDeps,
  options: SignInOptions,
): Promise<SignedIn> {
  const { reach, scopes, resourceMode, dpopKey, signal } = options
  const device = {
    server: serverOf(found),
    registration,
    reach,
    scopes,
    resource: found.discovery.resource,
    resourceMode: resourceMode ?? 'auto',
    dpopKey,
  } as const
  try {
    const authorization = await startDeviceAuthorization(device, deps, signal)
    const { verificationUri, userCode, expiresAt } = authorization
    deps.guide.tell({ type: 'device-code', verificationUri, userCode, expiresAt })
    const result = await pollDeviceToken(device, authorization, deps, signal)
    return { result, asked: scopes, notes: [...authorization.notes, ...result.notes] }
  } catch (error) {
    throw signal.aborted ? cancelled(error) : error
  }
}
