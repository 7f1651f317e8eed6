/** The problems a session can end in, in plain words. */
import { SdkHttpError, UnauthorizedError } from '@modelcontextprotocol/client'
import { AppError, appError, isProblem } from '#core/app-error.ts'
import { say } from '#core/say.ts'

/** The problem inside an error of the library, however deep it was wrapped. */
export function problemIn(error: unknown): AppError | undefined {
  for (
    let each = error, depth = 0;
    each instanceof Error && depth < 8;
    each = each.cause, depth++
  ) {
    if (isProblem(each)) return each
    if (each instanceof UnauthorizedError) return signInNeeded()
    if (each instanceof SdkHttpError && each.status === 401) return signInNeeded()
    if (each instanceof SdkHttpError && each.status === 403) return forbidden()
    if (each instanceof SdkHttpError && each.status === 429) return tooMany()
  }
  return undefined
}

function signInNeeded(): AppError {
  return appError('sign-in-needed', {
    step: 'verify',
    whoseTurn: 'you',
    message: say('call.sign-in'),
    next: say('call.sign-in.next'),
  })
}

function forbidden(): AppError {
  return appError('step-up-needed', {
    step: 'call',
    whoseTurn: 'you',
    message: say('call.forbidden'),
    next: say('call.forbidden.next'),
  })
}

function tooMany(): AppError {
  return appError('rate-limited', {
    step: 'call',
    whoseTurn: 'you',
    message: say('call.too-often'),
    next: say('call.too-often.next'),
  })
}

/** The server understood the request and failed at it. */
export function callFailed(error: unknown): AppError {
  return appError('server-error', {
    step: 'call',
    whoseTurn: 'server-owner',
    message: say('call.error'),
    next: say('call.error.next'),
    details: { answer: wordsOf(error) },
    cause: error,
  })
}

/** What answers does not speak MCP. */
export function notMcp(error: unknown): AppError {
  return appError('not-an-mcp-server', {
    step: 'verify',
    whoseTurn: 'server-owner',
    message: say('call.not-mcp'),
    next: say('call.not-mcp.next'),
    details: { answer: wordsOf(error) },
    cause: error,
  })
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : 'no answer'
}
