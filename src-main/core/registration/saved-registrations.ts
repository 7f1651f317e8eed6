/** Registrations kept in the vault: one per issuer and callback set, and one per connection for credentials typed by hand (C22, R27). */
import { Registration } from '#core/records.ts'
import type { Vault } from '#core/ports.ts'

/** What a stored registration is for: every connection that may share a callback set, or one connection's own credentials. */
export type RegistrationUse =
  | { readonly way: 'dcr'; readonly callbacks: readonly string[] }
  | { readonly way: 'by-hand'; readonly connectionId: string }

/** Vault key. It begins with the issuer, so credentials of one authorization server are never found for another (C22). */
export function registrationKey(issuer: string, use: RegistrationUse): string {
  const detail = use.way === 'dcr' ? use.callbacks.toSorted().join(' ') : use.connectionId
  return `${issuer} ${use.way} ${detail}`
}

/** Reads one registration; a record of another issuer or of an older shape counts as absent. */
export async function readRegistration(
  vault: Vault,
  issuer: string,
  key: string,
): Promise<Registration | undefined> {
  const parsed = Registration.safeParse(await vault.read('registration', key))
  return parsed.success && parsed.data.issuer === issuer ? parsed.data : undefined
}

/** Credentials typed for this connection, or else the newest ones typed for another connection to the same issuer. */
export async function readTypedCredentials(
  vault: Vault,
  issuer: string,
  connectionId: string,
): Promise<Registration | undefined> {
  const own = registrationKey(issuer, { way: 'by-hand', connectionId })
  const found = await readRegistration(vault, issuer, own)
  if (found) return found
  const keys = await vault.keys('registration', `${issuer} by-hand `)
  const shared = await Promise.all(keys.map((key) => readRegistration(vault, issuer, key)))
  return shared.filter((each) => each !== undefined).toSorted(byNewest)[0]
}

/** Issuers, other than the given one, at which credentials were typed for this connection (C23). */
export async function issuersOfTypedCredentials(
  vault: Vault,
  connectionId: string,
  besides: string,
): Promise<string[]> {
  const ending = ` by-hand ${connectionId}`
  const keys = await vault.keys('registration')
  return keys
    .filter((key) => key.endsWith(ending))
    .map((key) => key.slice(0, -ending.length))
    .filter((issuer) => issuer !== besides)
}

/** Where a registration is stored, found by what it is: sign-in only knows the record. */
export async function keyOfRegistration(
  vault: Vault,
  registration: Registration,
): Promise<string | undefined> {
  for (const key of await vault.keys('registration', `${registration.issuer} `)) {
    const saved = await readRegistration(vault, registration.issuer, key)
    if (saved?.clientId === registration.clientId && saved.source === registration.source)
      return key
  }
  return undefined
}

/** Writes `registration` back to where it is stored; one that is not stored (a client id document) stays so. */
export async function updateRegistration(vault: Vault, registration: Registration): Promise<void> {
  const key = await keyOfRegistration(vault, registration)
  if (key !== undefined) await vault.write('registration', key, registration)
}

function byNewest(left: Registration, right: Registration): number {
  return right.createdAt - left.createdAt
}
