/** Seals bytes with AES-256-GCM so that a record only opens with the right key and under its own name. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const nonceLength = 12
const tagLength = 16

/** nonce || tag || ciphertext. A random 96-bit nonce per box (NIST SP 800-38D §8.2.2). `label` is authenticated, not stored. */
export function seal(key: Uint8Array, label: string, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
  cipher.setAAD(Buffer.from(label))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** The plain bytes, or undefined when the key or the label is another one or a bit was changed. */
export function open(key: Uint8Array, label: string, box: Uint8Array): Uint8Array | undefined {
  if (box.length < nonceLength + tagLength) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, nonceLength), {
    authTagLength: tagLength,
  })
  decipher.setAAD(Buffer.from(label))
  decipher.setAuthTag(box.subarray(nonceLength, nonceLength + tagLength))
  try {
    return Buffer.concat([decipher.update(box.subarray(nonceLength + tagLength)), decipher.final()])
  } catch {
    // The tag does not fit: that is the answer, and OpenSSL has no more to say about it.
    return undefined
  }
}
