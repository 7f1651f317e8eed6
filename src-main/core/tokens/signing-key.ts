/** Turns the private key of a registration into something that signs client assertions (RFC 7523 §2.2). */
import { appError } from '#core/app-error.ts'
import type { Registration } from '#core/records.ts'
import { fromBase64 } from './base64url.ts'

type KeyKind = RsaHashedImportParams | EcKeyImportParams | AlgorithmIdentifier

/** Imports the PKCS#8 PEM of `registration`; the algorithm is ES256 unless it says otherwise. */
export async function signingKey(registration: Registration): Promise<CryptoKey> {
  const kind = keyKind(registration.privateKeyAlgorithm ?? 'ES256')
  const base64 = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/.exec(
    registration.privateKey ?? '',
  )?.[1]
  if (!kind || !base64) throw unusableKey(registration)
  try {
    return await crypto.subtle.importKey(
      'pkcs8',
      fromBase64(base64.replace(/\s/g, '')),
      kind,
      false,
      ['sign'],
    )
  } catch (cause) {
    throw unusableKey(registration, cause)
  }
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
      algorithm: registration.privateKeyAlgorithm ?? 'ES256',
    },
    cause,
  })
}
