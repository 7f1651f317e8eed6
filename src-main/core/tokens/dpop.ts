/** Proof of possession (RFC 9449): keys, proofs for token and resource requests, and the nonces servers demand. */
import { z } from 'zod'
import type { Clock, Fetch, Random } from '#core/ports.ts'
import { toBase64Url } from './base64url.ts'
import type { DpopKey } from './token-answer.ts'

const PrivateJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
})

export type DpopPorts = { readonly clock: Clock; readonly random: Random }

export interface DpopProofParts {
  readonly key: DpopKey
  readonly method: string
  /** The address of the request; query and fragment do not enter the proof (§4.2). */
  readonly url: string
  readonly nonce?: string | undefined
  /** Given for resource requests: binds the proof to the token (§7). */
  readonly accessToken?: string | undefined
}

/** A fresh P-256 key as a private JWK, to be kept with the grant. */
export async function newDpopKey(): Promise<DpopKey> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
  ])
  return PrivateJwk.parse(await crypto.subtle.exportKey('jwk', pair.privateKey))
}

/** RFC 7638 thumbprint; goes into the authorization request as `dpop_jkt` (RFC 9449 §10). */
export async function dpopThumbprint(key: DpopKey): Promise<string> {
  const { crv, kty, x, y } = PrivateJwk.parse(key)
  return sha256(JSON.stringify({ crv, kty, x, y }))
}

/** One proof, for one request: never send it twice (§11.1). */
export async function dpopProof(parts: DpopProofParts, ports: DpopPorts): Promise<string> {
  const jwk = PrivateJwk.parse(parts.key)
  const { crv, kty, x, y } = jwk
  const url = new URL(parts.url)
  const header = { alg: 'ES256', typ: 'dpop+jwt', jwk: { crv, kty, x, y } }
  const claims = {
    jti: toBase64Url(ports.random.bytes(16)),
    htm: parts.method,
    htu: `${url.origin}${url.pathname}`,
    iat: Math.floor(ports.clock.now() / 1000),
    ...(parts.nonce ? { nonce: parts.nonce } : {}),
    ...(parts.accessToken ? { ath: await sha256(parts.accessToken) } : {}),
  }
  const input = [header, claims].map((part) => toBase64Url(utf8(JSON.stringify(part)))).join('.')
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const key = await crypto.subtle.importKey('jwk', jwk, curve, false, ['sign'])
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, utf8(input))
  return `${input}.${toBase64Url(new Uint8Array(signature))}`
}

/** The nonce a resource server demands in its 401 (RFC 9449 §9); undefined for every other answer. */
export function demandedNonce(response: Response): string | undefined {
  const challenge = response.headers.get('www-authenticate') ?? ''
  if (response.status !== 401 || !/\buse_dpop_nonce\b/.test(challenge)) return undefined
  return response.headers.get('dpop-nonce') ?? undefined
}

/**
 * A fetch that sends `accessToken` with a fresh proof each time, keeps the newest nonce per origin (§8.2), and repeats a request
 * once when a nonce is demanded. The request was refused unread then, so repeating it is safe; its body must not be a stream.
 */
export function fetchWithDpop(
  fetch: Fetch,
  credentials: { readonly key: DpopKey; readonly accessToken: () => string },
  ports: DpopPorts,
): Fetch {
  const nonces = new Map<string, string>()
  const once: Fetch = async (url, init = {}) => {
    const { origin } = new URL(url)
    const accessToken = credentials.accessToken()
    const method = init.method ?? 'GET'
    const nonce = nonces.get(origin)
    const headers = new Headers(init.headers)
    headers.set('authorization', `DPoP ${accessToken}`)
    headers.set(
      'dpop',
      await dpopProof({ key: credentials.key, method, url, nonce, accessToken }, ports),
    )
    const response = await fetch(url, { ...init, headers })
    const next = response.headers.get('dpop-nonce')
    if (next) nonces.set(origin, next)
    return response
  }
  return async (url, init) => {
    const response = await once(url, init)
    if (demandedNonce(response) === undefined) return response
    await response.body?.cancel()
    return once(url, init)
  }
}

async function sha256(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text))))
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
