/** Who may speak to the loopback server: one-time codes that are swapped once for a session key. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Random } from '#core/ports.ts'

export interface SessionKeys {
  /** A code that is good once, for a minute unless told otherwise: command lines can be read by other users of the computer. */
  newCode(lifeMs?: number): string
  /** The session key for a code. Undefined: the code is unknown, too old, or was used. */
  swap(code: string): string | undefined
  /** True for the key of a session that is not over. */
  isKey(key: string): boolean
}

export interface SessionKeysParts {
  readonly random: Random
  readonly now: () => number
  /** A code came twice: somebody else has read it, so the session it began is over. */
  readonly onReplay: () => void
}

const codeLifeMs = 60_000

interface Code {
  readonly hash: Buffer
  readonly goodUntil: number
  /** Hash of the key it was swapped for. */
  swappedFor?: Buffer
}

/** Keeps hashes only, and compares them in constant time. */
export function createSessionKeys({ random, now, onReplay }: SessionKeysParts): SessionKeys {
  const codes: Code[] = []
  const keys: Buffer[] = []
  const secret = () => Buffer.from(random.bytes(32)).toString('base64url')
  return {
    newCode(lifeMs = codeLifeMs) {
      const code = secret()
      codes.push({ hash: hashOf(code), goodUntil: now() + lifeMs })
      return code
    },
    swap(code) {
      const hash = hashOf(code)
      const found = codes.find((each) => timingSafeEqual(each.hash, hash))
      if (!found) return undefined
      const { swappedFor } = found
      if (swappedFor) {
        const stolen = keys.findIndex((each) => each.equals(swappedFor))
        if (stolen >= 0) keys.splice(stolen, 1)
        onReplay()
        return undefined
      }
      if (now() > found.goodUntil) return undefined
      const key = secret()
      found.swappedFor = hashOf(key)
      keys.push(found.swappedFor)
      return key
    },
    isKey(key) {
      const hash = hashOf(key)
      return keys.some((each) => timingSafeEqual(each, hash))
    },
  }
}

/** Of equal length whatever came, as the comparison wants it. */
function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
