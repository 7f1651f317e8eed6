/** One sign-in up to the code, with the pieces of the run time: listener, browser, and the checks of the reply. */
import type { ServerMetadata } from '#contract/discovery.ts'
import type { Registration } from '#core/records.ts'
import { appError } from '#core/app-error.ts'
import { authorizationRequest } from '#core/sign-in/authorization-request.ts'
import { readReply } from '#core/sign-in/authorization-reply.ts'
import { listenFor } from '#core/sign-in/listen.ts'
import { waitForReply } from '#core/sign-in/wait-for-reply.ts'
import type { TokenReach } from '#core/tokens/token-answer.ts'
import type { CheckServerDeps } from './options.ts'

export interface SignInParts extends CheckServerDeps {
  /** The MCP server. */
  readonly url: string
  readonly server: ServerMetadata
  readonly client: Registration
  readonly other?: Registration
  readonly reach: TokenReach
  readonly scopes: readonly string[]
  readonly resource: string
  readonly signal: AbortSignal
  /** How long to wait for the person, in milliseconds. */
  readonly patienceMs: number
}

export interface Code {
  readonly code: string
  readonly verifier: string
  readonly redirectUri: string
  readonly resource: string
  /** The whole reply. */
  readonly query: URLSearchParams
}

/** Throws the problem in the way: nothing came back, the reply fails its checks, or the server refuses. */
export async function getCode(parts: SignInParts, what: string): Promise<Code> {
  const { server, client, signal, reach, scopes, resource } = parts
  const listener = await listenFor(client, client.spelling ?? '127.0.0.1', parts.callback)
  try {
    const { redirectUri } = listener
    const request = await authorizationRequest(
      { server, registration: client, reach, redirectUri, scopes, resource },
      parts.random,
    )
    const note = { code: 'test-sign-in', message: `This sign-in tests ${what}.` }
    parts.guide.tell({ type: 'note', note })
    const options = { signal, reach, scopes, timeLimit: parts.patienceMs }
    const waited = await waitForReply(request, listener, 1, parts, options)
    if (waited.status !== 'replied') throw refused('redirect_refused')
    const reply = readReply(waited.query, request, server)
    if (reply.status === 'refused') throw refused(reply.error)
    return {
      code: reply.code,
      verifier: request.verifier,
      redirectUri,
      resource,
      query: waited.query,
    }
  } finally {
    await listener.close()
  }
}

function refused(error: string): Error {
  return appError('sign-in-refused', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: `The authorization server refused the sign-in (${error}).`,
    next: 'Sign in again and agree.',
    details: { error },
  })
}
