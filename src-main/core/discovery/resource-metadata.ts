/** Finds the protected resource metadata (RFC 9728) of the server and decides whether it may be used. */
import type { AppError } from '../app-error.ts'
import { isProblem } from '../app-error.ts'
import { bareAddressIn, isTokenChallenge, valuesOf } from './challenge.ts'
import { checkAddress } from './address-rules.ts'
import type { Demand } from './first-contact.ts'
import { readDocument } from './json-document.ts'
import type { Reply } from './prober.ts'
import { isRefusal, metadataUnusable, resourceMismatch } from './refusals.ts'
import type { Search } from './search.ts'
import { documentHeaders } from './search.ts'
import { resourceMetadataAddresses, sameButForSlash } from './server-address.ts'
import { messageOf, say, sentenceOf, type Sentence } from '#core/say.ts'

export interface ResourceMetadata {
  /** Exactly as the document says it (decision 4). */
  readonly resource: string
  readonly authorizationServers: readonly string[]
  readonly scopes: readonly string[]
  /** `dpop_bound_access_tokens_required` (RFC 9728 §2). */
  readonly dpopRequired: boolean
}

export type ResourceSearch =
  | { readonly kind: 'found'; readonly metadata: ResourceMetadata }
  | {
      readonly kind: 'none'
      /** Every address answered "not here": only then is this a server from before resource metadata (C8). */
      readonly absent: boolean
      /** A document that must not be used, or an address that was refused. */
      readonly refusal?: AppError
      /** An address that could not be reached. */
      readonly failure?: AppError
    }

type Judged =
  | { readonly kind: 'found'; readonly metadata: ResourceMetadata }
  | { readonly kind: 'absent' | 'unreadable' }
  | { readonly kind: 'trouble'; readonly error: AppError }

interface Candidate {
  readonly address: string
  readonly fromChallenge: boolean
}

/** Asks at every address a challenge names, then at the well-known ones: path form, root (C4). The first usable document wins. */
export async function findResourceMetadata(
  search: Search,
  demand: Demand | undefined,
): Promise<ResourceSearch> {
  const troubles: AppError[] = []
  let absent = true
  for (const candidate of candidatesOf(search, demand)) {
    const judged = await tryCandidate(search, candidate)
    if (judged.kind === 'found') return judged
    if (judged.kind === 'trouble') troubles.push(judged.error)
    if (judged.kind !== 'absent' || candidate.fromChallenge) absent = false
    if (candidate.fromChallenge) {
      const message = say('note.challenge-address-unusable', { address: candidate.address })
      search.note('challenge-address-unusable', message)
    }
  }
  const refusal = troubles.find(isRefusal)
  const failure = troubles.find((each) => !isRefusal(each))
  return { kind: 'none', absent, ...(refusal && { refusal }), ...(failure && { failure }) }
}

function candidatesOf(search: Search, demand: Demand | undefined): Candidate[] {
  const named = demand ? namedBy(search, demand) : []
  const usual = resourceMetadataAddresses(search.server).filter((each) => !named.includes(each))
  return [
    ...named.map((address) => ({ address, fromChallenge: true })),
    ...usual.map((address) => ({ address, fromChallenge: false })),
  ]
}

function namedBy(search: Search, demand: Demand): string[] {
  const values = demand.challenges
    .filter(isTokenChallenge)
    .flatMap((each) => valuesOf(each, 'resource_metadata'))
  if (values.length > 1) {
    search.note('challenge-repeated', say('note.challenge-repeated'))
  }
  const bare = bareAddressIn(demand.raw)
  if (bare) search.note('challenge-bare-address', say('note.challenge-bare-address'))
  return [...new Set([...values, ...(bare ? [bare] : [])].map((each) => absolute(search, each)))]
}

function absolute(search: Search, address: string): string {
  if (URL.canParse(address) || !URL.canParse(address, search.server)) return address
  search.note('challenge-address-relative', say('note.challenge-address-relative'))
  return new URL(address, search.server).href
}

async function tryCandidate(search: Search, candidate: Candidate): Promise<Judged> {
  try {
    if (candidate.fromChallenge) {
      await checkAddress(search, 'resource metadata', candidate.address)
    }
  } catch (error) {
    if (isProblem(error) && isRefusal(error)) return { kind: 'trouble', error }
    throw error
  }
  const request = {
    step: 'resource-metadata',
    method: 'GET',
    url: candidate.address,
    headers: documentHeaders,
    redirects: 'metadata',
  } as const
  return search.prober.ask(request, (reply) => judge(search, candidate, reply))
}

function judge(search: Search, candidate: Candidate, reply: Reply) {
  const value = judged(search, candidate, reply)
  return { value, verdict: words(value, reply) }
}

function judged(search: Search, { address, fromChallenge }: Candidate, reply: Reply): Judged {
  if (reply.failure) return { kind: 'trouble', error: reply.failure }
  if (reply.status >= 400 && reply.status < 500) return { kind: 'absent' }
  const unusable = (why: Sentence): Judged =>
    fromChallenge
      ? { kind: 'trouble', error: metadataUnusable(address, why) }
      : { kind: 'unreadable' }
  const read = readDocument(reply)
  if (!read.document) return unusable(read.why)
  const { resource, authorization_servers: servers, scopes_supported: scopes } = read.document
  if (typeof resource !== 'string') {
    return servers === undefined
      ? unusable(say('document.not-resource'))
      : { kind: 'trouble', error: metadataUnusable(address, say('document.which-resource')) }
  }
  if (!isOwnResource(search, resource)) {
    return { kind: 'trouble', error: resourceMismatch(search.server.href, resource) }
  }
  noteOddResource(search, resource)
  for (const note of read.notes) search.note(note.code, sentenceOf(note))
  const dpopRequired = read.document['dpop_bound_access_tokens_required'] === true
  const authorizationServers = texts(servers)
  const metadata = { resource, authorizationServers, scopes: texts(scopes), dpopRequired }
  return { kind: 'found', metadata }
}

/** A list of texts; one text with blanks counts as a list, anything else as none. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return value.split(/\s+/).filter(Boolean)
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

/** RFC 9728 §3.3 wants identity; the same origin with a path that contains ours is tolerated (decision 4). */
function isOwnResource(search: Search, resource: string): boolean {
  if (!URL.canParse(resource)) return false
  const { origin, pathname, hash, username } = new URL(resource)
  if (origin !== search.server.origin || hash || username) return false
  const path = pathname.replace(/\/$/, '')
  const own = search.server.pathname.replace(/\/$/, '')
  return own === path || own.startsWith(path + '/')
}

function noteOddResource(search: Search, resource: string): void {
  const own = search.server.href
  const origins = [search.server.origin, search.server.origin + '/']
  if (resource === own || (origins.includes(own) && origins.includes(resource))) return
  const slash = sameButForSlash(own, resource)
  search.note(
    slash ? 'resource-slash' : 'resource-broader',
    slash ? say('note.resource-slash', { resource }) : say('note.resource-broader', { resource }),
  )
}

function words(value: Judged, reply: Reply): Sentence {
  switch (value.kind) {
    case 'found':
      return say('probe.resource-metadata', { resource: value.metadata.resource })
    case 'absent':
      return say('probe.not-here')
    case 'unreadable':
      return say('probe.something-else')
    case 'trouble':
      return reply.status === 0
        ? say('probe.no-answer', { why: messageOf(value.error.problem) })
        : say('probe.not-used', { why: messageOf(value.error.problem) })
  }
}
