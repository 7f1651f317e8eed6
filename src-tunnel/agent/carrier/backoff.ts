/** How long to wait before dialling again: full jitter between half a second's and half a minute's ceiling. */

const firstMs = 500
const mostMs = 30_000

/** After this much time online the next loss counts as the first. */
export const stableMs = 60_000

/**
 * A wait after the `attempt`-th failure in a row (from 0), anywhere between 0 and min(30 s, 0.5 s × 2^attempt), so that many agents do not
 * come back at once. `fraction` is random in [0, 1).
 */
export function backoffMs(attempt: number, fraction: number): number {
  return Math.round(fraction * Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 16)))
}

/** A random fraction in [0, 1) from four random bytes. */
export function fractionOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32
}
