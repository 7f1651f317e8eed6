/** The problems a session can end in, in plain words. */
import { SdkHttpError, UnauthorizedError } from '@modelcontextprotocol/client'
import { AppError, appError, isProblem } from '#core/app-error.ts'

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
    message: 'The server asks for a sign-in.',
    next: 'Sign in to this connection.',
  })
}

function forbidden(): AppError {
  return appError('step-up-needed', {
    step: 'call',
    whoseTurn: 'you',
    message: 'The server knows the account but does not allow it to do this.',
    next: 'Sign in with an account that may, or ask whoever administers the server for access.',
  })
}

function tooMany(): AppError {
  return appError('rate-limited', {
    step: 'call',
    whoseTurn: 'you',
    message: 'The server says that it was asked too often.',
    next: 'Wait a little and try again.',
  })
}

/** The server understood the request and failed at it. */
export function callFailed(error: unknown): AppError {
  return appError('server-error', {
    step: 'call',
    whoseTurn: 'server-owner',
    message: 'The server answered the request with an error.',
    next: "The server's own words are below; its owner can say what they mean.",
    details: { answer: wordsOf(error) },
    cause: error,
  })
}

/** What answers does not speak MCP. */
export function notMcp(error: unknown): AppError {
  return appError('not-an-mcp-server', {
    step: 'verify',
    whoseTurn: 'server-owner',
    message: 'The address answers, but not as an MCP server does.',
    next: 'Check that the address is the one of the MCP endpoint (it often ends in /mcp or /sse).',
    details: { answer: wordsOf(error) },
    cause: error,
  })
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : 'no answer'
}
