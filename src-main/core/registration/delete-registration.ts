/** Gives a registration back: deletes it at the server where that is offered (RFC 7592 §2.3), and here in any case (R27). */
import { AppError } from '#core/app-error.ts'
import type { Fetch, Vault } from '#core/ports.ts'
import type { Registration } from '#core/records.ts'
import { keyOfRegistration } from './saved-registrations.ts'

/** What became of a registration at the server. */
export type DeletionReceipt =
  | { readonly status: 'deleted' }
  | { readonly status: 'not-offered' }
  | { readonly status: 'failed'; readonly reason: string }

/** Forgets `registration`. Credentials a person typed are only forgotten here: their app at the provider belongs to them. */
export async function deleteRegistration(
  registration: Registration,
  deps: { readonly fetch: Fetch; readonly vault: Vault },
  signal: AbortSignal,
): Promise<DeletionReceipt> {
  const receipt = await deleteAtServer(registration, deps, signal)
  const key = await keyOfRegistration(deps.vault, registration)
  if (key !== undefined) await deps.vault.delete('registration', key)
  return receipt
}

/** Only the part at the server. */
export async function deleteAtServer(
  registration: Registration,
  deps: { readonly fetch: Fetch },
  signal: AbortSignal,
): Promise<DeletionReceipt> {
  const { registrationClientUri: address, registrationAccessToken: token } = registration
  if (registration.source !== 'dcr' || address === undefined || token === undefined) {
    return { status: 'not-offered' }
  }
  try {
    const headers = { authorization: `Bearer ${token}` }
    const response = await deps.fetch(address, {
      method: 'DELETE',
      headers,
      redirect: 'manual',
      signal,
    })
    await response.body?.cancel()
    // 401 and 404: the server does not know it any more, which is what was wanted.
    const gone = response.ok || response.status === 401 || response.status === 404
    if (gone) return { status: 'deleted' }
    return {
      status: 'failed',
      reason: `The server answered with status ${String(response.status)}.`,
    }
  } catch (error) {
    if (signal.aborted) throw error
    const known = error instanceof AppError
    return {
      status: 'failed',
      reason: known ? error.problem.message : 'The server did not answer.',
    }
  }
}
