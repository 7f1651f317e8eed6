/** What each check is called and why it matters, and how a check is written down. */
import type { Check, CheckId } from '#contract/check.ts'
import type { Problem, WhoseTurn } from '#contract/problem.ts'
import { inEnglish, messageOf, nextOf, say, saysOf, type Words } from '#core/say.ts'

/** For people: a title, and one sentence on why it matters. */
export const checkBook: Readonly<
  Record<CheckId, { readonly title: string; readonly why: string }>
> = {
  versions: { title: 'Versions', why: 'Old versions miss repairs and newer revisions of MCP.' },
  store: { title: 'Saved data', why: 'Connections are remembered in one file on this computer.' },
  keychain: {
    title: 'Keychain',
    why: 'Tokens are sealed with a key that the keychain of this computer keeps.',
  },
  'callback-port': {
    title: 'Callback port',
    why: 'A sign-in comes back from the browser to a port of this computer.',
  },
  address: { title: 'Address', why: 'Everything else follows from the address of the server.' },
  dns: { title: 'Name lookup', why: 'The name of the server has to lead to a computer.' },
  proxy: { title: 'Proxy', why: 'Where a proxy stands between, every request goes through it.' },
  tcp: { title: 'Connection', why: 'Something has to listen at the server’s port.' },
  tls: {
    title: 'Encryption',
    why: 'The certificate proves that this is the server and nobody in between.',
  },
  http: { title: 'Answer', why: 'The address has to be answered by an MCP server.' },
  challenge: {
    title: 'Login demanded',
    why: 'A server that needs a login says so with 401, and says where to get a token.',
  },
  'resource-metadata': {
    title: 'Resource metadata',
    why: 'This document names the authorization server (RFC 9728).',
  },
  'server-metadata': {
    title: 'Authorization server',
    why: 'Its document names the endpoints of the sign-in (RFC 8414).',
  },
  pkce: { title: 'PKCE', why: 'Without S256 a stolen login code could be used by somebody else.' },
  registration: {
    title: 'Registration',
    why: 'This app has to be known to the authorization server before anybody can sign in.',
  },
  'callback-spelling': {
    title: 'Callback address',
    why: 'To many servers 127.0.0.1 and localhost are two different addresses.',
  },
  tokens: { title: 'Tokens', why: 'Each request presents a token that has to be valid.' },
  tools: { title: 'Tools', why: 'Listing the tools shows that everything works together.' },
  tunnel: {
    title: 'Edge Tunnel',
    why: 'Through the tunnel your platform reaches a server that only this computer can reach.',
  },
}

export function passed(id: CheckId, evidence: Words): Check {
  return checked(id, 'pass', evidence, '')
}

export function skipped(id: CheckId, evidence: Words): Check {
  return checked(id, 'skip', evidence, '')
}

export function warned(
  id: CheckId,
  evidence: Words,
  next: Words,
  whoseTurn: WhoseTurn = 'server-owner',
): Check {
  return { ...checked(id, 'warn', evidence, next), whoseTurn }
}

/** The problem a connection would end in; its details become part of the evidence. */
export function failed(id: CheckId, problem: Problem): Check {
  const { code, whoseTurn, details } = problem
  const facts = Object.entries(details ?? {}).map(([name, value]) => `${name}: ${value}`)
  const message = messageOf(problem)
  const evidence =
    facts.length > 0 ? say('doctor.failed', { message, facts: facts.join('; ') }) : message
  return { ...checked(id, 'fail', evidence, nextOf(problem)), whoseTurn, code }
}

function checked(id: CheckId, status: Check['status'], evidence: Words, next: Words): Check {
  const says = { evidence: saysOf(evidence).says, next: saysOf(next).says }
  return {
    id,
    status,
    why: checkBook[id].why,
    evidence: inEnglish(evidence),
    next: inEnglish(next),
    ...((says.evidence ?? says.next) && { says }),
  }
}
