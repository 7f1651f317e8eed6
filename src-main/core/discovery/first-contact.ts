/** The first requests to the server itself: does it answer without a login, demand one, or is it something else? */
import type { AppError } from '../app-error.ts'
import type { Challenge } from './challenge.ts'
import { parseChallenges } from './challenge.ts'
import { isDowngrade, redirectTarget } from './prober.ts'
import type { ProbeRequest, Reply } from './prober.ts'
import {
  notAnMcpServer,
  rateLimited,
  serverError,
  ssoPageInFront,
  unsafeRedirect,
} from './refusals.ts'
import type { Search } from './search.ts'
import { probedRevision } from './search.ts'
import { sameButForSlash } from './server-address.ts'
import { say, type Sentence, type Words } from '#core/say.ts'

/** What the `WWW-Authenticate` of a demand says; `raw` is kept for headers that are no challenge at all. */
export interface Demand {
  readonly challenges: readonly Challenge[]
  readonly raw: string
}

export type Contact =
  /** Speaks MCP without a login, so far. */
  | { readonly kind: 'open' }
  /** 401 or 403. Only a 401 is a demand as the revision of 2025-03-26 knew it. */
  | { readonly kind: 'login'; readonly demand: Demand; readonly status: number }
  /** Neither: a login is assumed when resource metadata turns up, else `otherwise` is the problem. */
  | { readonly kind: 'unclear'; readonly otherwise: AppError }

type Answered =
  | Contact
  | { readonly kind: 'session'; readonly id: string }
  | { readonly kind: 'redirect'; readonly target: URL; readonly status: number }
  | { readonly kind: 'no-post'; readonly otherwise: AppError }

const redirectsAtMost = 3

/** Asks the server to `initialize` without a login and reads its answer. Throws what a dead or unreachable server throws. */
export async function firstContact(search: Search): Promise<Contact> {
  let url = search.server
  for (let redirects = 0; ; redirects += 1) {
    const answered = await askToInitialize(search, url)
    if (answered.kind === 'session') return closeSession(search, url, answered.id)
    if (answered.kind === 'no-post') return askForEvents(search, url, answered.otherwise)
    if (answered.kind !== 'redirect') return answered
    const again = staysAtServer(url, answered.target, answered.status)
    if (!again) return lookBehindRedirect(search, url, answered.target)
    if (redirects === redirectsAtMost) {
      throw unsafeRedirect(url.href, answered.target.href, say('unsafe-redirect.endless'))
    }
    search.note(
      'redirect-followed',
      say('note.redirect-followed', { address: answered.target.href }),
    )
    url = answered.target
  }
}

/** The demand in a `WWW-Authenticate` value that another request met later. */
export function demandOf(headerValue: string): Demand {
  return { challenges: parseChallenges(headerValue), raw: headerValue }
}

function askToInitialize(search: Search, url: URL): Promise<Answered> {
  const params = {
    protocolVersion: probedRevision,
    capabilities: {},
    clientInfo: { name: 'AIP Desktop', version: '1' },
  }
  const request = {
    ...toServer(search, url, 'POST', 'application/json, text/event-stream'),
    body: JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params }),
  }
  return search.prober.ask(request, (reply) => {
    const value = readAnswer(search, reply)
    return { value, verdict: contactWords(value, reply) }
  })
}

/** A request to the server's own origin (`staysAtServer`), so the connection's static headers go along. */
function toServer(search: Search, url: URL, method: 'POST' | 'GET' | 'DELETE', accept: string) {
  const type = method === 'POST' ? { 'content-type': 'application/json' } : {}
  return {
    step: 'probe',
    method,
    url: url.href,
    headers: { accept, ...type, ...search.options.headers },
    // Only the address typed is the person's word; where a redirect leads is the server's.
    ...(url === search.server && { zone: 'person' }),
  } satisfies ProbeRequest
}

function readAnswer(search: Search, reply: Reply): Answered {
  if (reply.failure) throw reply.failure
  const { status, url } = reply
  const target = redirectTarget(reply)
  if (target && isDowngrade(url, target)) {
    throw unsafeRedirect(url, target.href, say('unsafe-redirect.plain'))
  }
  if (target) return { kind: 'redirect', target, status }
  if (status === 401 || status === 403) return loginDemand(reply)
  if (status === 429) throw rateLimited(url, reply.headers.get('retry-after') ?? '')
  if (isMcpAnswer(reply)) {
    const id = reply.headers.get('mcp-session-id')
    return id ? { kind: 'session', id } : { kind: 'open' }
  }
  if (status >= 500) return { kind: 'unclear', otherwise: serverError(url, status) }
  const otherwise = notAnMcpServer(search.server.href, status, nameOf(reply))
  const mayBeOlder = status === 400 || status === 404 || status === 405
  return mayBeOlder ? { kind: 'no-post', otherwise } : { kind: 'unclear', otherwise }
}

function loginDemand(reply: Reply): Contact {
  const demand = demandOf(reply.headers.get('www-authenticate') ?? '')
  return { kind: 'login', demand, status: reply.status }
}

/** A JSON-RPC message, whatever the status (a modern server refuses `initialize` with 400), or an event stream. */
function isMcpAnswer(reply: Reply): boolean {
  const { status } = reply
  if (status >= 200 && status < 300 && isEventStream(reply)) return true
  return status < 500 && /^\s*[[{]/.test(reply.text) && /"jsonrpc"\s*:\s*"2\.0"/.test(reply.text)
}

function isEventStream(reply: Reply): boolean {
  return /^text\/event-stream/i.test(reply.contentType)
}

/** A server of the older HTTP+SSE kind answers GET with a stream (T6). */
function askForEvents(search: Search, url: URL, otherwise: AppError): Promise<Contact> {
  return search.prober.ask(toServer(search, url, 'GET', 'text/event-stream'), (reply) => {
    const value = readEvents(search, reply, otherwise)
    return { value, verdict: contactWords(value, reply) }
  })
}

function readEvents(search: Search, reply: Reply, otherwise: AppError): Contact {
  if (reply.status === 401 || reply.status === 403) return loginDemand(reply)
  if (reply.status !== 200 || !isEventStream(reply)) return { kind: 'unclear', otherwise }
  search.note('legacy-sse', say('note.legacy-sse'))
  return { kind: 'open' }
}

/** Only 307 and 308 keep the method (RFC 9110 §15.4); other codes are followed when just a slash was missing. */
function staysAtServer(from: URL, to: URL, status: number): boolean {
  if (from.origin !== to.origin) return false
  return status === 307 || status === 308 || sameButForSlash(from.pathname, to.pathname)
}

/** A redirect away from the server: a sign-in page for people (R11), or another server that the person has to choose. */
function lookBehindRedirect(search: Search, from: URL, target: URL): Promise<Contact> {
  const request: ProbeRequest = {
    step: 'probe',
    method: 'GET',
    url: target.href,
    headers: { accept: 'text/html, application/json' },
    redirects: 'metadata',
  }
  return search.prober.ask(request, (reply) => {
    if (reply.failure && reply.status === 0) throw reply.failure
    const page = isPage(reply)
    const otherwise = page
      ? ssoPageInFront(search.server.href, target.href)
      : unsafeRedirect(from.href, target.href, say('unsafe-redirect.foreign'))
    const verdict = page ? say('probe.page') : say('probe.elsewhere')
    return { value: { kind: 'unclear', otherwise }, verdict }
  })
}

function isPage(reply: Reply): boolean {
  return /^text\/html/i.test(reply.contentType) || /^\s*<(?:!doctype|html)/i.test(reply.text)
}

/** Leaves nothing behind: an open server made a session for the probe (T2). */
function closeSession(search: Search, url: URL, id: string): Promise<Contact> {
  const request = toServer(search, url, 'DELETE', 'application/json')
  const headers = { ...request.headers, 'mcp-session-id': id }
  return search.prober.ask({ ...request, headers }, () => ({
    value: { kind: 'open' },
    verdict: say('probe.session-closed'),
  }))
}

function nameOf(reply: Reply): Words {
  return isPage(reply) ? say('answer.page') : reply.contentType || say('answer.nothing')
}

function contactWords(contact: Answered, reply: Reply): Sentence {
  switch (contact.kind) {
    case 'open':
    case 'session':
      return say('probe.open')
    case 'login':
      return contact.demand.raw
        ? say('probe.login', { scheme: contact.demand.challenges[0]?.scheme ?? 'nameless' })
        : say('probe.login-silent')
    case 'redirect':
      return say('probe.sends-on', { address: contact.target.href })
    case 'no-post':
    case 'unclear':
      return say('probe.no-mcp', { answer: nameOf(reply) })
  }
}
