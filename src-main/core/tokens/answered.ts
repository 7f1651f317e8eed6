/** Names the failure of an answer that broke off after its head, where the HTTP layer no longer looks. */
import { AppError, appError } from '#core/app-error.ts'
import type { TokenParties } from './token-answer.ts'
import { say } from '#core/say.ts'

/** The result of `read`; problems and a cancel pass through, everything else becomes `unreachable`. */
export async function answered<Answer>(
  { server }: TokenParties,
  signal: AbortSignal,
  read: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await read()
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof AppError) throw cause
    throw appError('unreachable', {
      step: 'network',
      whoseTurn: 'you',
      message: say('token.broke-off'),
      next: say('token.broke-off.next'),
      details: { issuer: server.issuer },
      cause,
    })
  }
}
