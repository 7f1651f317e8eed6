/** The codes and tokens a sample authorization server gave out, in memory, by their hashes. */
import { createHash, randomBytes } from 'node:crypto'

/** What a code or a token stands for. */
export interface Permission {
  readonly account: string
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly resource: string
}

export interface Code extends Permission {
  readonly redirectUri: string
  readonly challenge: string
}

export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
}

export interface TokenBook {
  issueCode(code: Code): string
  /** A code works once (RFC 6749 §4.1.2). */
  takeCode(code: string): Code | undefined
  issue(permission: Permission): TokenPair
  /** Swaps a refresh token for a new pair; a token used twice ends the whole sign-in (RFC 9700 §4.14.2). */
  rotate(refreshToken: string, clientId: string): (TokenPair & Permission) | undefined
  /** Forgets the sign-in behind an access or refresh token of this client. */
  revoke(token: string, clientId: string): void
  find(accessToken: string): Permission | undefined
}

interface Held {
  readonly permission: Permission
  readonly family: string
  readonly expiresAt: number
  used: boolean
}

const codeLifetime = 60_000
const refreshLifetime = 30 * 24 * 60 * 60_000

/** An empty book; access tokens live for `accessTokenSeconds`. */
export function createTokenBook(accessTokenSeconds: number): TokenBook {
  const codes = new Map<string, { code: Code; expiresAt: number }>()
  const access = new Map<string, Held>()
  const refresh = new Map<string, Held>()

  function issueInto(family: string, permission: Permission): TokenPair {
    const pair = { accessToken: secret(), refreshToken: secret() }
    const now = Date.now()
    const held = { permission, family, used: false }
    access.set(hash(pair.accessToken), { ...held, expiresAt: now + accessTokenSeconds * 1000 })
    refresh.set(hash(pair.refreshToken), { ...held, expiresAt: now + refreshLifetime })
    return pair
  }

  function forget(family: string): void {
    for (const tokens of [access, refresh]) {
      for (const [key, held] of tokens) if (held.family === family) tokens.delete(key)
    }
  }

  return {
    issueCode(code) {
      const value = secret()
      codes.set(hash(value), { code, expiresAt: Date.now() + codeLifetime })
      return value
    },
    takeCode(value) {
      const held = codes.get(hash(value))
      codes.delete(hash(value))
      return held && held.expiresAt > Date.now() ? held.code : undefined
    },
    issue: (permission) => issueInto(secret(), permission),
    rotate(refreshToken, clientId) {
      const held = refresh.get(hash(refreshToken))
      if (!held || held.permission.clientId !== clientId || held.expiresAt <= Date.now()) {
        return undefined
      }
      if (held.used) {
        forget(held.family)
        return undefined
      }
      held.used = true
      return { ...held.permission, ...issueInto(held.family, held.permission) }
    },
    revoke(token, clientId) {
      const held = refresh.get(hash(token)) ?? access.get(hash(token))
      if (held?.permission.clientId === clientId) forget(held.family)
    },
    find(accessToken) {
      const held = access.get(hash(accessToken))
      return held && held.expiresAt > Date.now() ? held.permission : undefined
    },
  }
}

/** A value nobody can guess: 256 random bits. */
export function secret(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256, base64url: enough for values of 256 random bits, and the form of a PKCE challenge (RFC 7636 §4.2). */
export function hash(value: string): string {
  return createHash('sha256').update(value).digest('base64url')
}
