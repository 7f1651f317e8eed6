/** Names the failure of an exchange that broke off after the head of the answer, where the HTTP layer no longer looks. */
import { AppError, appError } from '#core/app-error.ts'
import type { TokenParties } from './token-answer.ts'

/** The result of `exchange`; problems and a cancel pass through, everything else becomes `unreachable`. */
export async function answered<Answer>(
  { server }: TokenParties,
  signal: AbortSignal,
  exchange: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await exchange()
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof AppError) throw cause
    throw appError('unreachable', {
      step: 'network',
      whoseTurn: 'you',
      message: 'The connection to the authorization server broke off in the middle of its answer.',
      next: 'Try again; if it happens again, check the network and the proxy.',
      details: { issuer: server.issuer },
      cause,
    })
  }
}
