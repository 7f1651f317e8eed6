/** The operating system's keychain, through keytar, asked in a way that can always be given up. */
import { AppError, appError } from '#core/app-error.ts'
import { keychainCallInChild } from './keychain-child.ts'
import { say } from '#core/say.ts'

/** Holds one small secret per account name (R23). */
export interface Keychain {
  /** `expected`: we know that it was stored, so "nothing found" is a problem and not an answer. */
  read(account: string, expected: boolean, signal?: AbortSignal): Promise<string | undefined>
  write(account: string, secret: string, signal?: AbortSignal): Promise<void>
  remove(account: string, signal?: AbortSignal): Promise<void>
}

export interface KeychainRequest {
  readonly operation: 'read' | 'write' | 'remove'
  readonly service: string
  readonly account: string
  readonly secret?: string
  readonly expected?: boolean
}

/** What the keychain said; `failed` carries its own words. */
export type KeychainAnswer =
  | { readonly status: 'done'; readonly value: string | null }
  | { readonly status: 'failed'; readonly reason: string }

/** Must end, one way or the other, when the signal aborts. */
export type KeychainCall = (
  request: KeychainRequest,
  signal: AbortSignal,
) => Promise<KeychainAnswer>

export interface KeychainOptions {
  readonly service?: string
  readonly timeLimitMs?: number
  readonly call?: KeychainCall
}

export function createKeychain(options: KeychainOptions = {}): Keychain {
  const { service = 'AIP Desktop', timeLimitMs = 5000, call = keychainCallInChild } = options
  const ask = async (request: Omit<KeychainRequest, 'service'>, signal?: AbortSignal) => {
    signal?.throwIfAborted()
    const limit = AbortSignal.timeout(timeLimitMs)
    try {
      const answer = await call(
        { ...request, service },
        signal ? AbortSignal.any([signal, limit]) : limit,
      )
      if (answer.status === 'failed') throw keychainProblem(answer.reason)
      return answer.value ?? undefined
    } catch (error) {
      if (error instanceof AppError) throw error
      signal?.throwIfAborted()
      throw limit.aborted ? timedOut(timeLimitMs, error) : keychainProblem(String(error), error)
    }
  }
  return {
    read: (account, expected, signal) => ask({ operation: 'read', account, expected }, signal),
    write: async (account, secret, signal) => {
      await ask({ operation: 'write', account, secret }, signal)
    },
    remove: async (account, signal) => {
      await ask({ operation: 'remove', account }, signal)
    },
  }
}

const otherWays =
  'Or keep the key elsewhere: AIP_VAULT=passphrase with AIP_VAULT_PASSPHRASE_FILE, or AIP_VAULT=session for this session only.'

function keychainProblem(reason: string, cause?: unknown): AppError {
  // libsecret, macOS (errSecInteractionNotAllowed, errSecAuthFailed) and a prompt the person closed.
  const locked =
    /locked|interaction is not allowed|passphrase you entered is not correct|dismissed|cancel/i
  if (locked.test(reason)) {
    return appError('keychain-locked', {
      step: 'vault',
      whoseTurn: 'you',
      message: say('vault.locked'),
      next: `Unlock it and try again. ${otherWays}`,
      details: { reason },
      cause,
    })
  }
  return appError('keychain-unavailable', {
    step: 'vault',
    whoseTurn: 'you',
    message: /no longer has the key/.test(reason) ? say('vault.no-key') : say('vault.none'),
    next: `Start a keychain service for this login (on Linux, for example, GNOME Keyring) and try again. ${otherWays}`,
    details: { reason },
    cause,
  })
}

function timedOut(timeLimitMs: number, cause: unknown): AppError {
  return appError('keychain-timeout', {
    step: 'vault',
    whoseTurn: 'you',
    message: say('vault.slow', { seconds: Math.round(timeLimitMs / 1000) }),
    next: `Look for a window of the keychain that waits for its password, then try again. ${otherWays}`,
    cause,
  })
}
