/** Strong random bytes behind the `Random` port. */
import { randomBytes } from 'node:crypto'
import type { Random } from '#core/ports.ts'

/** Bytes from the operating system's generator. */
export function createRandom(): Random {
  return { bytes: (length) => new Uint8Array(randomBytes(length)) }
}
