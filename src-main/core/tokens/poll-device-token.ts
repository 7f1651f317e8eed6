/** Waits until the person has entered the device code, at the pace the server asks for (RFC 8628 §3.4, §3.5). */
import { appError, isProblem } from '#core/app-error.ts'
import type { DeviceAuthorization, DeviceSignIn } from './device-sign-in.ts'
import { requestTokens, type TokenOutcome, type TokenRequest } from './token-request.ts'
import type { TokenPorts, TokenResult } from './token-answer.ts'
import { tokenResult } from './tokens-of.ts'
import { say } from '#core/say.ts'

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'

/** What the server asks for on top of the interval with every `slow_down`. */
const SLOWER = 5_000

/** Longest pause after network trouble. */
const LONGEST_PAUSE = 60_000

/** The tokens, once the person agreed; throws when they refuse, when the code expires, and when `signal` aborts. */
export async function pollDeviceToken(
  signIn: DeviceSignIn,
  authorization: DeviceAuthorization,
  ports: TokenPorts,
  signal: AbortSignal,
): Promise<TokenResult> {
  const request = pollRequest(signIn, authorization)
  let pause = authorization.intervalMs
  for (;;) {
    await ports.clock.wait(pause, signal)
    if (ports.clock.now() >= authorization.expiresAt) throw expired(signIn)
    const outcome = await askOnce(request, ports, signal)
    if (outcome.kind === 'accepted') return tokenResult(request, outcome, ports, signIn.scopes)
    const next = nextPause(outcome, pause)
    if (next === undefined) throw outcome.error
    pause = next
  }
}

/** Undefined: the refusal is final. */
function nextPause(
  { refusal }: Extract<TokenOutcome, { kind: 'refused' }>,
  pause: number,
): number | undefined {
  if (refusal.error === 'authorization_pending') return pause
  if (refusal.error === 'slow_down') return pause + SLOWER
  const passes = refusal.kind === 'server-error' || refusal.kind === 'rate-limited'
  return passes ? Math.max(pause, Math.min(pause * 2, LONGEST_PAUSE)) : undefined
}

const passing = [
  'unreachable',
  'timed-out',
  'offline',
  'connection-refused',
  'name-lookup-failed',
  'captive-portal',
] as const

/** Network trouble counts as "not yet": the person is somewhere else and must not lose the sign-in to a lost packet (§3.5). */
async function askOnce(
  request: TokenRequest,
  ports: TokenPorts,
  signal: AbortSignal,
): Promise<TokenOutcome> {
  try {
    return await requestTokens(request, ports, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (!isProblem(error, ...passing)) throw error
    const refusal = { kind: 'server-error', error: '', description: '', status: 0 } as const
    return { kind: 'refused', refusal, error }
  }
}

function pollRequest(signIn: DeviceSignIn, authorization: DeviceAuthorization): TokenRequest {
  return {
    purpose: 'device',
    parties: { ...signIn, registration: authorization.registration },
    grantType: DEVICE_CODE,
    parameters: { device_code: authorization.deviceCode },
    resource: authorization.resource,
    repairs: ['nonce', 'resource', 'authentication'],
  }
}

function expired({ server }: DeviceSignIn): Error {
  return appError('not-completed', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: say('device-code-late'),
    next: say('device-code-late.next'),
    details: { issuer: server.issuer },
  })
}
