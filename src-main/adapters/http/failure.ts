/** Turns what the network layer throws into problems people understand. */
import { AppError, appError } from '#core/app-error.ts'
import type { Zone } from '#core/ports.ts'
import { lookupProblem, offline, online } from './lookup-failure.ts'
import { say } from '#core/say.ts'

/** What was being reached when it went wrong. */
export interface Attempt {
  readonly url: URL
  readonly platform: NodeJS.Platform
  /** Set when a proxy stands between. */
  readonly proxy?: URL | undefined
  readonly zone?: Zone | undefined
}

/** The problem for an error of DNS, TCP, TLS or HTTP; problems pass unchanged. */
export function networkProblem(error: unknown, attempt: Attempt): AppError {
  const known = appErrorIn(error)
  if (known) return known
  if (blockedPort(error)) return portNotAllowed(attempt.url, error)
  const code = codeIn(error)
  return (
    lookupProblem(code, attempt.url, error) ??
    connectProblem(code, attempt, error) ??
    tlsProblem(code, attempt, error) ??
    answerProblem(code, attempt, error)
  )
}

/** No answer, or no end of it, within the time a request of this kind has. */
export function timedOut(url: URL, seconds: number): AppError {
  return appError('timed-out', {
    step: 'network',
    whoseTurn: 'server-owner',
    message: say('network.slow', { host: url.host, seconds }),
    next: say('network.slow.next'),
    details: { address: where(url), seconds: String(seconds) },
  })
}

/** No connection within the time that opening one has. */
export function notConnected(url: URL, seconds: number): AppError {
  return appError('timed-out', {
    step: 'network',
    whoseTurn: 'server-owner',
    message: say('network.no-connection', { host: url.host, seconds }),
    next: say('network.timed-out.next'),
    details: { address: where(url), seconds: String(seconds) },
  })
}

/** The proxy between wants a login (407). */
export function proxyLoginNeeded(url: URL, proxy: URL, challenge: string): AppError {
  return appError('proxy-login-needed', {
    step: 'network',
    whoseTurn: 'you',
    message: say('network.proxy-login', { proxy: proxy.host }),
    next: say('network.proxy-login.next'),
    details: {
      address: where(url),
      proxy: proxy.host,
      ...(challenge ? { proxyAsksFor: challenge.slice(0, 200) } : {}),
    },
  })
}

/** The proxy did not do what it was asked. */
export function proxyFailed(url: URL, proxy: URL, reason: string, cause?: unknown): AppError {
  return appError('proxy-failed', {
    step: 'network',
    whoseTurn: 'it',
    message: say('network.proxy-failed', { proxy: proxy.host, host: url.host }),
    next: say('network.proxy-failed.next'),
    details: { address: where(url), proxy: proxy.host, reason },
    cause,
  })
}

/** Fetch §2.9 bars ports of other protocols (mail, X11), so that a web address cannot be used to talk to them. */
function blockedPort(error: unknown): boolean {
  return (
    error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port'
  )
}

function portNotAllowed(url: URL, cause: unknown): AppError {
  return appError('bad-address', {
    step: 'network',
    whoseTurn: 'server-owner',
    message: say('network.port', { port: portOf(url) }),
    next: say('network.port.next'),
    details: { address: where(url) },
    cause,
  })
}

/** The first problem in a chain of causes. */
export function appErrorIn(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error
  return error instanceof Error && error.cause !== undefined ? appErrorIn(error.cause) : undefined
}

/** The code of the error that caused `error`; empty when none has one. */
export function codeIn(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) {
    const codes = error.errors.map(codeIn)
    // Happy Eyeballs tried several addresses: a refusal says more than an address family without a route.
    return codes.find((code) => code === 'ECONNREFUSED') ?? codes[0] ?? ''
  }
  if (!(error instanceof Error)) return ''
  // undici gives only some of its parser errors the code that llhttp has for them.
  if (error.name === 'HTTPParserError') return 'HPE_INVALID'
  const own = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return own !== '' ? own : codeIn(error.cause)
}

function connectProblem(code: string, attempt: Attempt, cause: unknown): AppError | undefined {
  const { url, platform, zone } = attempt
  const details = { address: where(url), code }
  switch (code) {
    case 'ECONNREFUSED':
      return appError('connection-refused', {
        step: 'network',
        whoseTurn: 'server-owner',
        message: say('network.refused', { host: url.hostname, port: portOf(url) }),
        next: say('network.refused.next'),
        details,
        cause,
      })
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return appError('timed-out', {
        step: 'network',
        whoseTurn: 'server-owner',
        message: say('network.timed-out', { host: url.host }),
        next: say('network.timed-out.next'),
        details,
        cause,
      })
    case 'EHOSTUNREACH':
      return platform === 'darwin' && zone === 'private'
        ? localNetworkBlocked(attempt, code, cause)
        : unreachable(attempt, code, cause)
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return online() ? unreachable(attempt, code, cause) : offline(url, code, cause)
    case 'EHOSTDOWN':
    case 'EACCES':
    case 'EPERM':
      return unreachable(attempt, code, cause)
    default:
      return undefined
  }
}

function tlsProblem(code: string, { url }: Attempt, cause: unknown): AppError | undefined {
  if (!/^(ERR_SSL_|ERR_TLS_|ERR_OSSL_|EPROTO$)/.test(code)) return undefined
  const details = { address: where(url), code }
  if (
    /CERTIFICATE_REQUIRED|ALERT_(BAD|UNKNOWN|UNSUPPORTED)_C|HANDSHAKE_FAILURE|UNKNOWN_CA/.test(code)
  ) {
    return appError('tls-failed', {
      step: 'network',
      whoseTurn: 'it',
      message: say('network.client-certificate', { host: url.host }),
      next: say('network.client-certificate.next'),
      details,
      cause,
    })
  }
  return appError('tls-failed', {
    step: 'network',
    whoseTurn: 'server-owner',
    message: say('network.no-tls', { host: url.host }),
    next: say('network.no-tls.next'),
    details,
    cause,
  })
}

function answerProblem(code: string, attempt: Attempt, cause: unknown): AppError {
  if (code.startsWith('HPE_')) {
    return appError('server-error', {
      step: 'network',
      whoseTurn: 'server-owner',
      message: say('network.not-http', { host: attempt.url.host }),
      next: say('network.not-http.next'),
      details: { address: where(attempt.url), code },
      cause,
    })
  }
  // UND_ERR_SOCKET, ECONNRESET, EPIPE and anything new: the connection broke before the answer was complete.
  return appError('unreachable', {
    step: 'network',
    whoseTurn: 'server-owner',
    message: say('network.broke', { host: attempt.url.host }),
    next: say('network.broke.next'),
    details: { address: where(attempt.url), code: code || 'none' },
    cause,
  })
}

function unreachable(attempt: Attempt, code: string, cause: unknown): AppError {
  return appError('unreachable', {
    step: 'network',
    whoseTurn: 'you',
    message: say('network.no-way', { host: attempt.url.host }),
    next: say('network.no-way.next'),
    details: { address: where(attempt.url), code },
    cause,
  })
}

/** macOS 15 answers so when the person did not allow a program to use the local network (R19). */
function localNetworkBlocked(attempt: Attempt, code: string, cause: unknown): AppError {
  return appError('local-network-blocked', {
    step: 'network',
    whoseTurn: 'you',
    message: say('network.macos', { host: attempt.url.host }),
    next: say('network.macos.next'),
    details: { address: where(attempt.url), code },
    cause,
  })
}

/** Address without the query, which may hold secrets. */
function where(url: URL): string {
  return url.origin + url.pathname
}

function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80')
}
