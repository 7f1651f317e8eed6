/** Keys the relay hands out once and keeps as hashes only. */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits, 43 characters: too many to guess, so that one round of a plain hash protects them. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** A short random name for a row. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(9).toString('base64url')}`
}

export function hashOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}

/** Compares in a time that says nothing about how much was right. */
export function sameHash(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
