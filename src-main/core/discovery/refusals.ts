/** The problems discovery can end in, in plain words, each built in one place. */
import type { ProblemCode } from '#contract/problem.ts'
import type { AppError } from '../app-error.ts'
import { appError } from '../app-error.ts'
import type { Zone } from '../ports.ts'

const askOwner = 'Tell the owner of the server; the details below say what is wrong.'

/** The address typed cannot be the address of a server. */
export function badAddress(text: string, why: string, next: string): AppError {
  const details = { address: text.slice(0, 200) }
  return appError('bad-address', { step: 'input', whoseTurn: 'you', message: why, next, details })
}

export function credentialsInAddress(): AppError {
  return appError('credentials-in-address', {
    step: 'input',
    whoseTurn: 'you',
    message: 'The address contains a user name or password.',
    next: 'Take the part before the @ out of the address; a sign-in or a header carries secrets, an address must not.',
  })
}

/** Plain http where it is not allowed (C15, decision 6). `confirmable`: a person may allow it for this server. */
export function insecureAddress(what: string, address: string, confirmable: boolean): AppError {
  return appError('insecure-address', {
    step: 'discovery',
    whoseTurn: confirmable ? 'you' : 'server-owner',
    message: `The ${what} is reached without encryption (http), so anybody on the way could read what is sent.`,
    next: confirmable
      ? 'Use the https address, or confirm once that this server in your own network may be reached without encryption.'
      : 'Use an https address; ask the owner of the server for it.',
    details: { what, address, ...(confirmable && { confirm: 'plain-http' }) },
  })
}

/** An address that leads from a server into a network more private than its own (S2). */
export function zoneCrossed(what: string, address: string, from: Zone, to: Zone): AppError {
  return appError('zone-crossed', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: `The server (${zoneWords[from]}) points to ${zoneWords[to]} for its ${what}; that was refused.`,
    next: 'If this is your own company’s sign-in server, ask an administrator to allow its address by name; otherwise do not use this server.',
    details: { what, address, from, to },
  })
}

const zoneWords: Record<Zone, string> = {
  loopback: 'this computer',
  private: 'a private network',
  public: 'the internet',
}

/** An authorization endpoint that is no web page (S3, C34). */
export function unsafeAuthorizationAddress(address: string): AppError {
  return appError('unsafe-authorization-address', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: 'The sign-in page that the server names is not a web address, so it was not opened.',
    next: 'Do not use this server until its owner has explained this; it can be an attack.',
    details: { address: address.slice(0, 200) },
  })
}

export function placeholderEndpoint(what: string, address: string): AppError {
  return appError('placeholder-endpoint', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: `The ${what} in the server's documents still contains a placeholder that nobody filled in.`,
    next: askOwner,
    details: { what, address },
  })
}

export function metadataUnusable(address: string, why: string): AppError {
  return appError('metadata-unusable', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: `A document that describes the server's sign-in cannot be used: ${why}.`,
    next: askOwner,
    details: { address, why },
  })
}

/** The document of another issuer (C13). `relation` `path-lost` or `slash` may be confirmed by a person, pinned per server (R07). */
export function issuerMismatch(
  expected: string,
  found: string,
  relation: 'path-lost' | 'foreign' | 'template',
): AppError {
  const message = {
    'path-lost': `The sign-in server ${expected} calls itself ${found}: same host, another path.`,
    foreign: `The document of the sign-in server ${expected} says it belongs to ${found}.`,
    template: `The sign-in server ${expected} calls itself ${found}, a name with a blank in it.`,
  }[relation]
  return appError('issuer-mismatch', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message,
    next:
      relation === 'path-lost'
        ? 'If both names belong to the same service, confirm the second name for this server; it is remembered.'
        : 'Ask the owner of the server to correct it; an administrator who knows that both are one service can pin the second name for this server.',
    details: { expected, found, relation },
  })
}

/** Resource metadata about another resource (C5, decision 4). */
export function resourceMismatch(server: string, resource: string): AppError {
  return appError('resource-mismatch', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: `The server ${server} presents the sign-in document of ${resource || 'no resource'}.`,
    next: 'Check the address you entered; if it is right, tell the owner of the server.',
    details: { server, resource },
  })
}

export function pkceUnsupported(issuer: string, methods: readonly string[]): AppError {
  return appError('pkce-unsupported', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message:
      'The sign-in server does not protect sign-ins with S256, which every sign-in here needs.',
    next: 'Ask the owner of the sign-in server to support PKCE with S256.',
    details: { issuer, methods: methods.join(' ') },
  })
}

export function unsafeRedirect(from: string, to: string, why: string): AppError {
  return appError('unsafe-redirect', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: `The server sends requests on to another address, and ${why}.`,
    next: 'If you know and trust the second address, enter it instead; otherwise ask the owner of the server.',
    details: { from, to },
  })
}

/** The connection was lost in the middle of an answer. */
export function brokenOff(address: string, cause: unknown): AppError {
  return appError('unreachable', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: 'The connection broke off in the middle of an answer.',
    next: 'Try again; if it stays, tell the owner of the server.',
    details: { address },
    cause,
  })
}

export function ssoPageInFront(server: string, page: string): AppError {
  return appError('sso-page-in-front', {
    step: 'discovery',
    whoseTurn: 'it',
    message: 'A company sign-in page stands in front of this server and lets only browsers pass.',
    next: 'Ask your IT to let programs reach this address directly, or for the address that they may use.',
    details: { server, page },
  })
}

export function notAnMcpServer(server: string, status: number, answer: string): AppError {
  return appError('not-an-mcp-server', {
    step: 'discovery',
    whoseTurn: 'you',
    message: 'Something answers at this address, but it is not an MCP server.',
    next: 'Check the path of the address (many servers use /mcp or /sse).',
    details: { server, status: String(status), answer },
  })
}

export function serverError(server: string, status: number): AppError {
  return appError('server-error', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: `The server answered with an error of its own (${status}).`,
    next: 'Try again in a few minutes; if it stays, tell the owner of the server.',
    details: { server, status: String(status) },
  })
}

export function rateLimited(server: string, retryAfter: string): AppError {
  return appError('rate-limited', {
    step: 'discovery',
    whoseTurn: 'you',
    message: 'The server asks for a pause: too many requests came in a short time.',
    next: pauseWords(retryAfter),
    details: { server },
  })
}

/** RFC 9110 §10.2.3: seconds or a date. */
function pauseWords(retryAfter: string): string {
  if (/^\d{1,6}$/.test(retryAfter)) return `Try again in ${retryAfter} seconds.`
  const when = Date.parse(retryAfter)
  return Number.isNaN(when)
    ? 'Try again in a few minutes.'
    : `Try again after ${new Date(when).toISOString().slice(0, 16).replace('T', ' ')} UTC.`
}

/** The server was reached, the sign-in server it names was not: an address that the person never typed. */
export function signInServerUnreachable(issuer: string, error: AppError): AppError {
  const { problem } = error
  const codes: readonly ProblemCode[] = [
    'host-not-found',
    'name-lookup-failed',
    'connection-refused',
    'unreachable',
    'timed-out',
  ]
  if (!codes.includes(problem.code)) return error
  return appError(problem.code, {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: `The server names the sign-in server ${issuer}, which cannot be reached: ${problem.message}`,
    next: 'Try again later, or from the company network if it is a sign-in server of your company; if it stays, tell the owner of the server.',
    details: { ...problem.details, what: 'sign-in server', issuer },
    cause: error,
  })
}

const refusals: readonly ProblemCode[] = [
  'address-forbidden',
  'zone-crossed',
  'insecure-address',
  'unsafe-redirect',
  'unsafe-authorization-address',
  'placeholder-endpoint',
  'issuer-mismatch',
  'resource-mismatch',
  'pkce-unsupported',
  'answer-too-large',
  'metadata-unusable',
]

/** True when the failure says "this must not be": it ends the search when nothing better is found, and forbids older fallbacks. */
export function isRefusal(error: AppError): boolean {
  return refusals.includes(error.problem.code)
}
