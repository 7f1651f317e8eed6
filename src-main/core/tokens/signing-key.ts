/** Turns the private key of a registration into something that signs client assertions (RFC 7523 §2.2). */
import type { ServerMetadata } from '#contract/discovery.ts'
import { appError } from '#core/app-error.ts'
import type { Registration } from '#core/records.ts'
import { fromBase64 } from './base64url.ts'

type KeyKind = RsaHashedImportParams | EcKeyImportParams | AlgorithmIdentifier

/** Tried in this order where neither the registration nor the server says which one the key is for. */
const usualAlgorithms = ['ES256', 'RS256', 'EdDSA', 'ES384', 'ES512']

/**
 * Imports the PKCS#8 PEM of `registration` for the algorithm it names, else for the first one the server takes
 * (`token_endpoint_auth_signing_alg_values_supported`, RFC 8414 §2) that the key can be used with.
 */
export async function signingKey(
  registration: Registration,
  server: ServerMetadata,
): Promise<CryptoKey> {
  const base64 = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/.exec(
    registration.privateKey ?? '',
  )?.[1]
  if (!base64) throw unusableKey(registration)
  const bytes = fromBase64(base64.replace(/\s/g, ''))
  const listed = server.token_endpoint_auth_signing_alg_values_supported ?? []
  const named = registration.privateKeyAlgorithm
  const algorithms = named === undefined ? [...listed, ...usualAlgorithms] : [named]
  let cause: unknown
  for (const kind of algorithms.map(keyKind)) {
    try {
      if (kind) return await crypto.subtle.importKey('pkcs8', bytes, kind, false, ['sign'])
    } catch (error) {
      // A key for another algorithm: the next one may be the right one.
      cause = error
    }
  }
  throw unusableKey(registration, cause)
}

function keyKind(algorithm: string): KeyKind | undefined {
  const [, family, bits] = /^(RS|PS|ES)(256|384|512)$/.exec(algorithm) ?? []
  switch (family) {
    case 'RS':
      return { name: 'RSASSA-PKCS1-v1_5', hash: `SHA-${bits}` }
    case 'PS':
      return { name: 'RSA-PSS', hash: `SHA-${bits}` }
    case 'ES':
      return { name: 'ECDSA', namedCurve: bits === '512' ? 'P-521' : `P-${bits}` }
    default:
      return ['EdDSA', 'Ed25519'].includes(algorithm) ? { name: 'Ed25519' } : undefined
  }
}

function unusableKey(registration: Registration, cause?: unknown): Error {
  return appError('client-rejected', {
    step: 'token',
    whoseTurn: 'you',
    message: 'The private key of this client cannot be used to sign.',
    next: 'Give the key again: a PEM file that begins with "BEGIN PRIVATE KEY", and the algorithm it is for.',
    details: {
      issuer: registration.issuer,
      algorithm: registration.privateKeyAlgorithm ?? 'not named',
    },
    cause,
  })
}
