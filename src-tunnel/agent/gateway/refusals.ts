/** The gateway's own answers, in words the platform can show. */
import type { Exposure } from '#tunnel/protocol/exposure.ts'
import type { ResponseHead } from './forward.ts'
import type { Authorization, Refusal } from './ports.ts'

export const badPath: Refusal = {
  code: 'policy_path',
  message: 'The path of this request could be read in more than one way.',
  next: 'Use the address of the connection as it was given, without dot segments or doubled slashes.',
  delivered: 'no',
}

export const foreignSession: Refusal = {
  code: 'policy_request',
  message: 'This MCP session was begun with another access key.',
  next: 'Begin a new session with initialize.',
  delivered: 'no',
}

export function badMethod(method: string): Refusal {
  return {
    code: 'policy_request',
    message: `${method} requests do not go through the tunnel.`,
    delivered: 'no',
  }
}

export function notExposed(name: string): Refusal {
  return {
    code: 'not_exposed',
    message: `No connection called ${name} is offered through this tunnel.`,
    next: 'Its owner can switch "Use Edge Tunnel" on in AIP Desktop.',
    delivered: 'no',
  }
}

export function redirectRefused({ status }: ResponseHead, to: URL | undefined): Refusal {
  const where = to ? to.origin + to.pathname : 'nowhere'
  return {
    code: 'policy_redirect_refused',
    message: `The server answered with a redirect (${status}) to ${where}, which is not followed.`,
    next: 'If the server has moved, its new address belongs into the connection; a sign-in page in front of it has to let this machine through.',
    delivered: 'no',
    upstreamStatus: status,
  }
}

export function tokenInAnswer({ status }: ResponseHead): Refusal {
  return {
    code: 'policy_token_in_answer',
    message: 'The server sent the access token back in its answer, so the answer was held back.',
    next: 'Tell the owner of the server.',
    delivered: 'unknown',
    upstreamStatus: status,
  }
}

export function withoutToken(
  exposure: Exposure,
  answer: Exclude<Authorization, { status: 'ready' }>,
): Refusal {
  if (answer.status === 'failed') {
    const { message, next } = answer
    return { code: 'sign_in_needed', message, next, delivered: 'no' }
  }
  const message =
    answer.status === 'sign-in-needed'
      ? answer.message
      : `The server of ${exposure.name} refuses the sign-in.`
  return {
    code: 'sign_in_needed',
    message: `Sign-in needed in AIP Desktop: ${message}`,
    next: answer.status === 'sign-in-needed' ? answer.next : signInAgain,
    delivered: 'no',
  }
}

const signInAgain = 'The owner of this connection can sign in again in AIP Desktop.'

/** The token stays: a 401 to a fresh one may only mean that the session is over (G21). */
export function stillRefused(exposure: Exposure, inSession: boolean): Refusal {
  const hint = inSession ? ' The MCP session may also be over: begin a new one.' : ''
  return {
    code: 'sign_in_needed',
    message: `Sign-in needed in AIP Desktop: the server of ${exposure.name} refuses the access token.${hint}`,
    next: signInAgain,
    delivered: 'no',
    upstreamStatus: 401,
  }
}

export function notRepeated(): Refusal {
  return {
    code: 'sign_in_needed',
    message:
      'The access token was renewed, but this request was too large to be kept for a second try.',
    next: 'Send it again.',
    delivered: 'no',
    upstreamStatus: 401,
  }
}
