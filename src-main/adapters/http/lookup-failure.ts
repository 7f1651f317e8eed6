/** What it means that a name could not be turned into addresses: no such name, a name server that fails, or no network at all. */
import { networkInterfaces } from 'node:os'
import { appError } from '#core/app-error.ts'
import type { AppError } from '#core/app-error.ts'
import { say } from '#core/say.ts'

/** The problem for a failed look-up of the host of `url`; undefined when `code` is of something else. */
export function lookupProblem(code: string, url: URL, cause: unknown): AppError | undefined {
  const unknown = code === 'ENOTFOUND' || code === 'ENODATA'
  // SERVFAIL and a name server that does not answer are EAI_AGAIN, other troubles EAI_FAIL and its kin (RFC 3493 §6.1).
  if (!unknown && !code.startsWith('EAI_')) return undefined
  if (!online()) return offline(url, code, cause)
  return unknown ? hostNotFound(url, code, cause) : lookupFailed(url, code, cause)
}

/** Whether this computer has an address in any network but its own loopback. */
export function online(): boolean {
  return Object.values(networkInterfaces()).some((each) => each?.some((one) => !one.internal))
}

export function offline(url: URL, code: string, cause: unknown): AppError {
  return appError('offline', {
    step: 'network',
    whoseTurn: 'you',
    message: say('network.offline'),
    next: say('network.offline.next'),
    details: { address: where(url), code },
    cause,
  })
}

function hostNotFound(url: URL, code: string, cause: unknown): AppError {
  return appError('host-not-found', {
    step: 'network',
    whoseTurn: 'you',
    message: say('network.no-host', { host: url.hostname }),
    next: say('network.no-host.next'),
    details: { address: where(url), code },
    cause,
  })
}

function lookupFailed(url: URL, code: string, cause: unknown): AppError {
  return appError('name-lookup-failed', {
    step: 'network',
    whoseTurn: 'it',
    message: say('network.no-lookup', { host: url.hostname }),
    next: say('network.no-lookup.next'),
    details: { address: where(url), code },
    cause,
  })
}

function where(url: URL): string {
  return url.origin + url.pathname
}
