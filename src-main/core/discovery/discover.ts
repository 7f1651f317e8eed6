/** Finds out how an MCP server wants to be signed in to: probes one after the other in the order of the specification, and a verdict. */
import type { Note } from '#contract/discovery.ts'
import type { AppError } from '../app-error.ts'
import type { Found } from '../found.ts'
import { allowedOrigins, plainHttpAllowed } from './address-rules.ts'
import { findEarlyServer } from './early-revision.ts'
import { demandOf, firstContact } from './first-contact.ts'
import type { Contact, Demand } from './first-contact.ts'
import { createProber } from './prober.ts'
import {
  insecureAddress,
  isRefusal,
  metadataUnusable,
  signInServerUnreachable,
} from './refusals.ts'
import { findResourceMetadata } from './resource-metadata.ts'
import type { ResourceMetadata, ResourceSearch } from './resource-metadata.ts'
import type { DiscoverOptions, DiscoveryPorts, Search } from './search.ts'
import { parseServerAddress } from './server-address.ts'
import { findServerMetadata } from './server-metadata.ts'
import { loginVerdict, openVerdict } from './verdict.ts'
import { messageOf, noteOf, say, type Sentence } from '#core/say.ts'

export type { DiscoverOptions, DiscoveryPorts, DiscoverySettings } from './search.ts'

/** Discovers a server. Changes nothing, opens nothing. Throws a problem when the address, the network or safety forbids a verdict. */
export async function discover(
  url: string,
  ports: DiscoveryPorts,
  options: DiscoverOptions = {},
): Promise<Found> {
  const search = await beginSearch(url, ports, options)
  const contact = await firstContact(search)
  switch (contact.kind) {
    case 'open':
      return judgeOpenServer(search)
    case 'login':
      return findLogin(search, contact)
    case 'unclear':
      return judgeUnclearServer(search, contact.otherwise)
  }
}

/**
 * Looks for the metadata of an issuer a person or their company named, without an MCP server that leads there (OIDC Discovery, RFC 8414). Throws a
 * problem when there is none to be used.
 */
export async function discoverIssuer(
  issuer: string,
  ports: DiscoveryPorts,
  options: DiscoverOptions = {},
): Promise<Found> {
  const search = await beginSearch(issuer, ports, options)
  const found = await findServerMetadata(search, issuer, true)
  if (found.kind === 'trouble') throw found.error
  if (found.kind === 'none') throw metadataUnusable(issuer, say('document.none'))
  return loginVerdict(search, { server: found.server })
}

async function beginSearch(
  text: string,
  { http, clock }: DiscoveryPorts,
  options: DiscoverOptions,
): Promise<Search> {
  const { settings = {}, signal, onProbe } = options
  const server = parseServerAddress(text)
  const zone = await http.zoneOf(server.href, signal)
  const plainHttpConfirmed = settings.confirmed?.includes('plain-http') ?? false
  if (server.protocol === 'http:' && !plainHttpAllowed(zone, plainHttpConfirmed)) {
    throw insecureAddress('server', server.href, zone === 'private')
  }
  const reach = {
    zone,
    allowOrigins: allowedOrigins({ options, settings, server }),
    limits: 'metadata',
    plainHttpConfirmed,
    caFile: settings.caFile,
    clientCertificateFile: settings.clientCertificateFile,
  } as const
  const notes: Note[] = []
  const note = (code: string, sentence: Sentence) => {
    const made = noteOf(code, sentence)
    const known = notes.some((each) => each.code === code && each.message === made.message)
    if (!known) notes.push(made)
  }
  if (server.protocol === 'http:' && zone === 'private') {
    note('plain-http', say('note.plain-http'))
  }
  const prober = createProber({ http, clock, reach, signal, onProbe })
  return { server, zone, http, prober, settings, options, notes, note }
}

/** Answering `initialize` without a login proves little: some demand it only for the tools (R11). */
async function judgeOpenServer(search: Search): Promise<Found> {
  const listed = await search.options.canListTools?.(search.options.signal)
  const demand = typeof listed === 'object' ? demandOf(listed.challenge) : undefined
  const resources = await findResourceMetadata(search, demand)
  if (listed === true && !search.options.preferLogin) {
    noteOptionalLogin(search, resources)
    return openVerdict(search)
  }
  if (resources.kind === 'found') {
    const message = say('note.login-not-demanded-at-once')
    search.note('login-not-demanded-at-once', message)
    return findServer(search, demand, resources.metadata)
  }
  if (listed === undefined || listed === true) return openVerdict(search)
  return findServerWithoutMetadata(search, demand, resources, false)
}

function noteOptionalLogin(search: Search, resources: ResourceSearch): void {
  if (resources.kind === 'found') {
    const message = say('note.login-optional')
    search.note('login-optional', message)
  } else if (resources.refusal) {
    const message = say('note.resource-metadata-ignored', {
      why: messageOf(resources.refusal.problem),
    })
    search.note('resource-metadata-ignored', message)
  }
}

async function findLogin(
  search: Search,
  { demand, status }: Extract<Contact, { kind: 'login' }>,
): Promise<Found> {
  if (status !== 401) {
    search.note('login-without-401', say('note.login-without-401', { status }))
  }
  const resources = await findResourceMetadata(search, demand)
  return resources.kind === 'found'
    ? findServer(search, demand, resources.metadata)
    : findServerWithoutMetadata(search, demand, resources, status === 401)
}

/** Neither MCP nor a login: a login after all when the server publishes resource metadata (R11). */
async function judgeUnclearServer(search: Search, otherwise: AppError): Promise<Found> {
  const resources = await findResourceMetadata(search, undefined)
  if (resources.kind === 'none') throw resources.refusal ?? otherwise
  const message = say('note.failed-without-login', { why: messageOf(otherwise.problem) })
  search.note('login-without-401', message)
  return findServer(search, undefined, resources.metadata)
}

/** The first authorization server named whose metadata is usable; the others are kept in mind (C6). */
async function findServer(
  search: Search,
  demand: Demand | undefined,
  metadata: ResourceMetadata,
): Promise<Found> {
  const issuers = metadata.authorizationServers
  if (issuers.length === 0) return findUnnamedServer(search, demand, metadata)
  const troubles: AppError[] = []
  for (const issuer of issuers) {
    const found = await findServerMetadata(search, issuer, true)
    if (found.kind === 'found') {
      const otherIssuers = issuers.filter((each) => each !== issuer)
      noteChoice(search, issuer, otherIssuers, troubles)
      return loginVerdict(search, { demand, metadata, server: found.server, otherIssuers })
    }
    if (found.kind === 'trouble') troubles.push(signInServerUnreachable(issuer, found.error))
  }
  const worst = troubles.find(isRefusal) ?? troubles[0]
  if (worst) throw worst
  return loginVerdict(search, { demand, metadata, otherIssuers: issuers })
}

function noteChoice(
  search: Search,
  issuer: string,
  others: readonly string[],
  troubles: readonly AppError[],
): void {
  if (others.length === 0) return
  const message = say('note.several-servers', { issuer, others: others.join(', ') })
  search.note('several-authorization-servers', message)
  for (const { problem } of troubles)
    search.note('authorization-server-skipped', messageOf(problem))
}

/** Resource metadata that names nobody: the origin is asked, but no endpoint is assumed (C8). */
async function findUnnamedServer(
  search: Search,
  demand: Demand | undefined,
  metadata: ResourceMetadata,
): Promise<Found> {
  const message = say('note.no-server-named')
  search.note('no-authorization-server-named', message)
  const found = await findServerMetadata(search, search.server.origin, false)
  if (found.kind === 'trouble') throw found.error
  const server = found.kind === 'found' ? { server: found.server } : {}
  return loginVerdict(search, { demand, metadata, ...server })
}

async function findServerWithoutMetadata(
  search: Search,
  demand: Demand | undefined,
  resources: Extract<ResourceSearch, { kind: 'none' }>,
  demandedBy401: boolean,
): Promise<Found> {
  // A document that had to be refused is no reason to look for an older, less careful way.
  if (resources.refusal) throw resources.refusal
  const found = await findEarlyServer(search, resources.absent && demandedBy401)
  if (found.kind === 'found') return loginVerdict(search, { demand, server: found.server })
  if (found.kind === 'trouble') throw found.error
  if (resources.failure) throw resources.failure
  return loginVerdict(search, { demand })
}
