/** What it means that a name could not be turned into addresses: no such name, a name server that fails, or no network at all. */
import { networkInterfaces } from 'node:os'
import { appError } from '#core/app-error.ts'
import type { AppError } from '#core/app-error.ts'

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
    message: 'This computer does not seem to be connected to a network.',
    next: 'Connect to the network (or the VPN) and try again.',
    details: { address: where(url), code },
    cause,
  })
}

function hostNotFound(url: URL, code: string, cause: unknown): AppError {
  return appError('host-not-found', {
    step: 'network',
    whoseTurn: 'you',
    message: `There is no computer with the name ${url.hostname}.`,
    next: 'Check the address for a typing mistake. A name inside your company may need the company network or its VPN.',
    details: { address: where(url), code },
    cause,
  })
}

function lookupFailed(url: URL, code: string, cause: unknown): AppError {
  return appError('name-lookup-failed', {
    step: 'network',
    whoseTurn: 'it',
    message: `The name ${url.hostname} could not be looked up: the name servers failed or gave no answer.`,
    next: 'Try again in a minute. If only this name fails, tell the owner of the server; if others do too, ask your IT about the name servers of this network.',
    details: { address: where(url), code },
    cause,
  })
}

function where(url: URL): string {
  return url.origin + url.pathname
}
