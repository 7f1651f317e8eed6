/** The OAuth clients a sample authorization server knows: made by hand, registered (RFC 7591), or described by a document (CIMD). */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { hash, secret } from './tokens.ts'

export interface Client {
  readonly id: string
  readonly name: string
  readonly redirectUris: readonly string[]
  /** Undefined: a public client. */
  readonly secretHash?: string
  readonly authMethod: 'none' | 'client_secret_basic' | 'client_secret_post'
}

/** A registration that was refused, in the words of RFC 7591 §3.2.2. */
export interface Refusal {
  readonly error: 'invalid_redirect_uri' | 'invalid_client_metadata'
  readonly error_description: string
}

export interface ClientBook {
  find(clientId: string): Promise<Client | undefined>
  /** The answer to a registration request: the client's information, or why not. */
  register(body: unknown): Record<string, unknown> | Refusal
  /** Forgets every registered client, as a server does whose database was reset (R03). */
  forgetAll(): void
}

const Metadata = z.object({
  redirect_uris: z.array(z.string()).min(1).max(20),
  client_name: z.string().max(200).default('Unnamed application'),
  token_endpoint_auth_method: z
    .enum(['none', 'client_secret_basic', 'client_secret_post'])
    .default('client_secret_basic'),
})

const ClientDocument = Metadata.extend({ client_id: z.string() })

/** A book with the clients known from the start; `readsDocuments` switches CIMD on. */
export function createClientBook(known: readonly Client[], readsDocuments: boolean): ClientBook {
  const registered = new Map<string, Client>()
  return {
    async find(clientId) {
      const client = known.find((each) => each.id === clientId) ?? registered.get(clientId)
      return client ?? (readsDocuments ? readDocument(clientId) : undefined)
    },
    register(body) {
      const parsed = Metadata.safeParse(body)
      if (!parsed.success) return refusal('invalid_client_metadata', 'redirect_uris is missing.')
      const wrong = parsed.data.redirect_uris.find((each) => !mayBeRegistered(each))
      if (wrong !== undefined) {
        return refusal('invalid_redirect_uri', 'Use https, or http on this computer itself.')
      }
      const { client, clientSecret } = newClient(parsed.data)
      registered.set(client.id, client)
      return information(client, clientSecret)
    },
    forgetAll: () => registered.clear(),
  }
}

/** True when `asked` is one of the client's redirect addresses; on loopback the port may differ (RFC 8252 §7.3). */
export function redirectAllowed(client: Client, asked: string): boolean {
  return client.redirectUris.some((known) => known === asked || sameButForPort(known, asked))
}

function sameButForPort(known: string, asked: string): boolean {
  if (!URL.canParse(known) || !URL.canParse(asked)) return false
  const [left, right] = [new URL(known), new URL(asked)]
  if (!isLoopback(left) || right.username !== '' || right.hash !== '') return false
  left.port = right.port
  return left.href === right.href
}

function mayBeRegistered(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.hash === '' && (url.protocol === 'https:' || isLoopback(url))
}

function isLoopback(url: URL): boolean {
  return url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
}

function newClient(metadata: z.infer<typeof Metadata>): { client: Client; clientSecret?: string } {
  const client = {
    id: randomUUID(),
    name: metadata.client_name,
    redirectUris: metadata.redirect_uris,
    authMethod: metadata.token_endpoint_auth_method,
  }
  if (client.authMethod === 'none') return { client }
  const clientSecret = secret()
  return { client: { ...client, secretHash: hash(clientSecret) }, clientSecret }
}

/** RFC 7591 §3.2.1. */
function information(client: Client, clientSecret: string | undefined): Record<string, unknown> {
  return {
    client_id: client.id,
    client_id_issued_at: Math.floor(Date.now() / 1000),
    ...(clientSecret && { client_secret: clientSecret, client_secret_expires_at: 0 }),
    client_name: client.name,
    redirect_uris: client.redirectUris,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: client.authMethod,
  }
}

/** Reads the document a client id points to; it must name itself and be a public client here. */
async function readDocument(clientId: string): Promise<Client | undefined> {
  if (!URL.canParse(clientId)) return undefined
  const url = new URL(clientId)
  // Everything here runs on one machine, so http is let through for loopback; anywhere else only https would do (C18).
  if (url.protocol !== 'https:' && !isLoopback(url)) return undefined
  // A document that cannot be read is no client; the person sees "unknown application" either way.
  const document = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) })
    .then((answer): Promise<unknown> => answer.json())
    .catch(() => undefined)
  const parsed = ClientDocument.safeParse(document)
  if (!parsed.success || parsed.data.client_id !== clientId) return undefined
  return {
    id: clientId,
    name: parsed.data.client_name,
    redirectUris: parsed.data.redirect_uris,
    authMethod: 'none',
  }
}

function refusal(error: Refusal['error'], description: string): Refusal {
  return { error, error_description: description }
}
