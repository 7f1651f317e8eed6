/** The problems discovery can end in, in plain words, each built in one place. */
import type { ProblemCode } from '#contract/problem.ts'
import type { AppError } from '../app-error.ts'
import { appError } from '../app-error.ts'
import type { Zone } from '../ports.ts'
import type { SayingCode } from '#contract/sayings/all.ts'
import { inEnglish, messageOf, say, type Sentence, type Words } from '#core/say.ts'

/** What an address is for. */
export type What = SayingCode extends infer Code
  ? Code extends `what.${infer Name}`
    ? Name
    : never
  : never

const askOwner = say('next.ask-owner')

/** The address typed cannot be the address of a server. */
export function badAddress(text: string, why: Sentence, next: Sentence): AppError {
  const details = { address: text.slice(0, 200) }
  return appError('bad-address', { step: 'input', whoseTurn: 'you', message: why, next, details })
}

export function credentialsInAddress(): AppError {
  return appError('credentials-in-address', {
    step: 'input',
    whoseTurn: 'you',
    message: say('credentials-in-address'),
    next: say('credentials-in-address.next'),
  })
}

/** Plain http where it is not allowed (C15, decision 6). `confirmable`: a person may allow it for this server. */
export function insecureAddress(what: What, address: string, confirmable: boolean): AppError {
  return appError('insecure-address', {
    step: 'discovery',
    whoseTurn: confirmable ? 'you' : 'server-owner',
    message: say('insecure-address', { what: say(`what.${what}`) }),
    next: confirmable ? say('insecure-address.confirm') : say('insecure-address.next'),
    details: { what, address, ...(confirmable && { confirm: 'plain-http' }) },
  })
}

/** An address that leads from a server into a network more private than its own (S2). */
export function zoneCrossed(what: What, address: string, from: Zone, to: Zone): AppError {
  return appError('zone-crossed', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: say('zone-crossed', {
      from: zoneWords[from],
      to: zoneWords[to],
      what: say(`what.${what}`),
    }),
    next: say('zone-crossed.next'),
    details: { what, address, from, to },
  })
}

const zoneWords: Record<Zone, Sentence> = {
  loopback: say('zone.loopback'),
  private: say('zone.private'),
  public: say('zone.public'),
}

/** An authorization endpoint that is no web page (S3, C34). */
export function unsafeAuthorizationAddress(address: string): AppError {
  return appError('unsafe-authorization-address', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: say('unsafe-authorization-address'),
    next: say('unsafe-authorization-address.next'),
    details: { address: address.slice(0, 200) },
  })
}

export function placeholderEndpoint(what: What, address: string): AppError {
  return appError('placeholder-endpoint', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: say('placeholder-endpoint', { what: say(`what.${what}`) }),
    next: askOwner,
    details: { what, address },
  })
}

export function metadataUnusable(address: string, why: Sentence): AppError {
  return appError('metadata-unusable', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: say('metadata-unusable', { why }),
    next: askOwner,
    details: { address, why: inEnglish(why) },
  })
}

/** The document of another issuer (C13). `relation` `path-lost` or `slash` may be confirmed by a person, pinned per server (R07). */
export function issuerMismatch(
  expected: string,
  found: string,
  relation: 'path-lost' | 'foreign' | 'template',
): AppError {
  const message = {
    'path-lost': say('issuer-mismatch.path-lost', { expected, found }),
    foreign: say('issuer-mismatch.foreign', { expected, found }),
    template: say('issuer-mismatch.template', { expected, found }),
  }[relation]
  return appError('issuer-mismatch', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message,
    next: relation === 'path-lost' ? say('issuer-mismatch.confirm') : say('issuer-mismatch.next'),
    details: { expected, found, relation },
  })
}

/** Resource metadata about another resource (C5, decision 4). */
export function resourceMismatch(server: string, resource: string): AppError {
  return appError('resource-mismatch', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: say('resource-mismatch', {
      server,
      resource: resource || say('resource-mismatch.none'),
    }),
    next: say('resource-mismatch.next'),
    details: { server, resource },
  })
}

export function pkceUnsupported(issuer: string, methods: readonly string[]): AppError {
  return appError('pkce-unsupported', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: say('pkce-unsupported'),
    next: say('pkce-unsupported.next'),
    details: { issuer, methods: methods.join(' ') },
  })
}

export function unsafeRedirect(from: string, to: string, why: Sentence): AppError {
  return appError('unsafe-redirect', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: say('unsafe-redirect', { why }),
    next: say('unsafe-redirect.next'),
    details: { from, to },
  })
}

/** The connection was lost in the middle of an answer. */
export function brokenOff(address: string, cause: unknown): AppError {
  return appError('unreachable', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: say('broken-off'),
    next: say('broken-off.next'),
    details: { address },
    cause,
  })
}

export function ssoPageInFront(server: string, page: string): AppError {
  return appError('sso-page-in-front', {
    step: 'discovery',
    whoseTurn: 'it',
    message: say('sso-page-in-front'),
    next: say('sso-page-in-front.next'),
    details: { server, page },
  })
}

export function notAnMcpServer(server: string, status: number, answer: Words): AppError {
  return appError('not-an-mcp-server', {
    step: 'discovery',
    whoseTurn: 'you',
    message: say('not-an-mcp-server'),
    next: say('not-an-mcp-server.next'),
    details: { server, status: String(status), answer: inEnglish(answer) },
  })
}

export function serverError(server: string, status: number): AppError {
  return appError('server-error', {
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: say('server-error', { status }),
    next: say('server-error.next'),
    details: { server, status: String(status) },
  })
}

export function rateLimited(server: string, retryAfter: string): AppError {
  return appError('rate-limited', {
    step: 'discovery',
    whoseTurn: 'you',
    message: say('rate-limited'),
    next: pauseWords(retryAfter),
    details: { server },
  })
}

/** RFC 9110 §10.2.3: seconds or a date. */
function pauseWords(retryAfter: string): Sentence {
  if (/^\d{1,6}$/.test(retryAfter)) return say('rate-limited.seconds', { seconds: retryAfter })
  const when = Date.parse(retryAfter)
  return Number.isNaN(when)
    ? say('rate-limited.minutes')
    : say('rate-limited.until', {
        time: new Date(when).toISOString().slice(0, 16).replace('T', ' '),
      })
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
    message: say('sign-in-server-unreachable', { issuer, why: messageOf(problem) }),
    next: say('sign-in-server-unreachable.next'),
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
