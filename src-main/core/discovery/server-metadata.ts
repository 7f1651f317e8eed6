/** Finds the metadata of an authorization server (RFC 8414, OIDC Discovery) and decides whether it may be used. */
import type { ServerMetadata } from '#contract/discovery.ts'
import type { AppError } from '../app-error.ts'
import { isProblem } from '../app-error.ts'
import { checkAddress, hasPlaceholder, hostOf } from './address-rules.ts'
import { checkEndpoints } from './endpoints.ts'
import { readDocument } from './json-document.ts'
import type { Reply } from './prober.ts'
import { isRefusal, issuerMismatch, metadataUnusable } from './refusals.ts'
import type { Search } from './search.ts'
import { documentHeaders } from './search.ts'
import { sameButForSlash, serverMetadataAddresses } from './server-address.ts'
import { tidyServerMetadata } from './tidy-metadata.ts'
import { messageOf, say, sentenceOf, type Sentence } from '#core/say.ts'

export type ServerSearch =
  | { readonly kind: 'found'; readonly server: ServerMetadata }
  /** Every address answered "not here". `absent` false: something else than a document was there. */
  | { readonly kind: 'none'; readonly absent: boolean }
  | { readonly kind: 'trouble'; readonly error: AppError }

type Judged =
  | { readonly kind: 'found'; readonly server: ServerMetadata }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly error: AppError }
  | { readonly kind: 'trouble'; readonly error: AppError }

interface Wanted {
  readonly issuer: string
  /** Other names the document may give itself: the issuer that a login host replaced. */
  readonly alsoIssuer?: string
  /** Named by the server's resource metadata; else only a guess (2025-03-26), where a web page proves nothing. */
  readonly named: boolean
}

/** Looks for one issuer, at the login host first if the person gave one (R09). Refused addresses come back as trouble. */
export async function findServerMetadata(
  search: Search,
  issuer: string,
  named: boolean,
): Promise<ServerSearch> {
  const atLoginHost = replaceHost(search, issuer)
  if (atLoginHost === undefined || atLoginHost === issuer) {
    return findFor(search, { issuer, named })
  }
  const own = await findFor(search, { issuer: atLoginHost, alsoIssuer: issuer, named: false })
  if (own.kind === 'found') {
    search.note('login-host', say('note.login-host', { host: atLoginHost, issuer }))
    return own
  }
  const original = await findFor(search, { issuer, named })
  if (original.kind !== 'found') return original
  search.note('login-host', say('note.login-host-endpoints', { issuer, host: atLoginHost }))
  return moveEndpoints(search, original.server, new URL(issuer).host)
}

function replaceHost(search: Search, address: string): string | undefined {
  const { loginHost } = search.settings
  const host = loginHost === undefined ? undefined : hostOf(loginHost)
  if (!host || !URL.canParse(address)) return undefined
  const url = new URL(address)
  const moved = new URL(url)
  moved.host = host
  if (!host.includes(':')) moved.port = ''
  // URL adds a slash to an address without a path; an issuer is compared as text.
  return address.endsWith('/') ? moved.href : moved.href.replace(/\/$/, '')
}

async function moveEndpoints(
  search: Search,
  server: ServerMetadata,
  from: string,
): Promise<ServerSearch> {
  const moved = Object.entries(server).map(([name, value]) => {
    const own = typeof value === 'string' && name.endsWith('_endpoint') && URL.canParse(value)
    return [name, own && new URL(value).host === from ? replaceHost(search, value) : value] as const
  })
  return checked(search, { ...server, ...Object.fromEntries(moved) }, server.issuer)
}

async function findFor(search: Search, wanted: Wanted): Promise<ServerSearch> {
  try {
    if (hasPlaceholder(wanted.issuer)) {
      throw issuerMismatch(wanted.issuer, wanted.issuer, 'template')
    }
    const url = await checkAddress(search, 'authorization server', wanted.issuer)
    return await askEverywhere(search, wanted, url)
  } catch (error) {
    if (isProblem(error) && isRefusal(error)) return { kind: 'trouble', error }
    throw error
  }
}

async function askEverywhere(search: Search, wanted: Wanted, url: URL): Promise<ServerSearch> {
  let trouble: AppError | undefined
  let absent = true
  for (const address of serverMetadataAddresses(url)) {
    const request = {
      step: 'server-metadata',
      method: 'GET',
      url: address,
      headers: documentHeaders,
      redirects: 'metadata',
    } as const
    const found = await search.prober.ask(request, (reply) => {
      const value = judged(search, wanted, address, reply)
      return { value, verdict: words(value) }
    })
    if (found.kind === 'found') return checked(search, found.server, wanted.issuer)
    if (found.kind !== 'absent') absent = false
    if (found.kind === 'trouble' || (found.kind === 'unreadable' && wanted.named)) {
      trouble ??= found.error
    }
    // A dead host stays dead for its other addresses; asking them would only add their time limits (R10).
    if (found.kind === 'trouble' && isNetworkFailure(found.error)) break
  }
  return trouble ? { kind: 'trouble', error: trouble } : { kind: 'none', absent }
}

function isNetworkFailure(error: AppError): boolean {
  return !isRefusal(error)
}

function judged(search: Search, wanted: Wanted, address: string, reply: Reply): Judged {
  if (reply.failure) return { kind: 'trouble', error: reply.failure }
  if (reply.status !== 200) return { kind: 'absent' }
  const read = readDocument(reply)
  if (!read.document) {
    return { kind: 'unreadable', error: metadataUnusable(address, read.why) }
  }
  const tidied = tidyServerMetadata(read.document, address)
  if (!tidied.server) {
    return { kind: 'unreadable', error: metadataUnusable(address, tidied.why) }
  }
  const mismatch = issuerTrouble(search, wanted, tidied.server.issuer)
  if (mismatch) return { kind: 'trouble', error: mismatch }
  for (const note of [...read.notes, ...tidied.notes]) search.note(note.code, sentenceOf(note))
  return { kind: 'found', server: tidied.server }
}

/** RFC 8414 §3.3 wants identity (C13); what else is let through, and noted, is decision 1. */
function issuerTrouble(search: Search, wanted: Wanted, found: string): AppError | undefined {
  const names = [wanted.issuer, ...(wanted.alsoIssuer ? [wanted.alsoIssuer] : [])]
  if (names.includes(found)) return undefined
  if (names.some((each) => sameButForSlash(each, found))) {
    const message = say('note.issuer-slash', { issuer: wanted.issuer, found })
    search.note('issuer-slash', message)
    return undefined
  }
  if (found === search.settings.pinnedIssuer) {
    search.note('issuer-pinned', say('note.issuer-pinned', { found, issuer: wanted.issuer }))
    return undefined
  }
  return issuerMismatch(wanted.issuer, found, relation(wanted.issuer, found))
}

function relation(expected: string, found: string): 'path-lost' | 'foreign' | 'template' {
  if (hasPlaceholder(found)) return 'template'
  const sameOrigin = URL.canParse(found) && new URL(found).origin === new URL(expected).origin
  return sameOrigin ? 'path-lost' : 'foreign'
}

async function checked(
  search: Search,
  server: ServerMetadata,
  issuer: string,
): Promise<ServerSearch> {
  try {
    return { kind: 'found', server: await checkEndpoints(search, server, issuer) }
  } catch (error) {
    if (isProblem(error)) return { kind: 'trouble', error }
    throw error
  }
}

function words(value: Judged): Sentence {
  switch (value.kind) {
    case 'found':
      return say('probe.server-metadata', { issuer: value.server.issuer })
    case 'absent':
      return say('probe.not-here')
    case 'unreadable':
    case 'trouble':
      return say('probe.not-used', { why: messageOf(value.error.problem) })
  }
}
