/** Signs in to a stored connection again: after a sign-out, with another account, or with more permissions. */
import type { Connection } from '#contract/connection.ts'
import { appError } from '#core/app-error.ts'
import type { Found } from '#core/found.ts'
import type { Guide } from '#core/guide.ts'
import type { Connected, SignInOptions } from './app.ts'
import type { DeadRegistration } from '#core/registration/deps.ts'
import { verifyAndSave } from './connect.ts'
import { discoverWithPerson } from './discover-with-person.ts'
import { forgetRegistration, obtainGrant } from './obtain-grant.ts'
import { forgetClient as forgetKept, keptClient } from './pending-client.ts'
import { headersOf, reachFor, rememberZone } from './parts.ts'
import type { AppParts } from './parts.ts'
import { say } from '#core/say.ts'

/** The old grant stays in use until the new sign-in succeeded (R02). */
export async function signInAgain(
  parts: AppParts,
  connection: Connection,
  options: SignInOptions,
  guide: Guide,
  signal: AbortSignal,
): Promise<Connected> {
  const start = parts.clock.now()
  const headers = await headersOf(parts.vault, connection)
  const { url } = connection
  const { found, settings } = await discoverWithPerson(
    parts,
    { url, settings: connection.settings, headers, preferLogin: true },
    guide,
    signal,
  )
  const discovered = parts.clock.now()
  const current = { ...connection, settings, mode: found.discovery.mode }
  if (current.mode === 'NoAuth') {
    return verifyAndSave(
      parts,
      current,
      { discover: discovered - start, register: 0, signIn: 0 },
      guide,
      signal,
    )
  }
  const forget = options.forgetRegistration
    ? await forgetClient(parts, current, found, signal)
    : undefined
  const { patienceMs, survival } = options
  const client = await keptClient(parts.vault, connection.id)
  const { grantType = settings.grantType } = options
  const wish = {
    connection: { ...current, settings: { ...settings, grantType } },
    found,
    guide,
    signal,
    patienceMs,
    switchAccount: options.accountSwitch,
    ...(forget && { forget }),
    ...(client && { client }),
    ...(survival && { survival }),
  }
  const { grant, registerMs, signInMs } = await obtainGrant(wish, parts)
  await replaceGrant(parts, current, found, grant, signal)
  if (client) await forgetKept(parts.vault, connection.id)
  const timings = { discover: discovered - start, register: registerMs, signIn: signInMs }
  const stored = parts.store.listConnections().find((each) => each.id === connection.id)
  return verifyAndSave(parts, stored ?? current, timings, guide, signal)
}

/** Stores the new grant in place of the old one, and the connection as it is now. */
export async function replaceGrant(
  parts: AppParts,
  connection: Connection,
  found: Found,
  grant: Awaited<ReturnType<typeof obtainGrant>>['grant'],
  signal: AbortSignal,
): Promise<void> {
  const { store, keeper } = parts
  const stored = store.listConnections().find((each) => each.id === connection.id)
  if (!stored) throw removedMeanwhile(connection)
  rememberZone(store, connection.id, found.zone)
  store.saveConnection({
    ...stored,
    settings: connection.settings,
    mode: found.discovery.mode,
    issuer: found.discovery.issuer,
    resource: found.discovery.resource,
    account: grant.account,
  })
  await keeper.save(grant, signal)
  store.audit('signed-in', connection.id, { issuer: grant.issuer })
}

async function forgetClient(
  parts: AppParts,
  connection: Connection,
  found: Found,
  signal: AbortSignal,
): Promise<DeadRegistration | undefined> {
  const grant = await parts.keeper.read(connection.id)
  if (!grant) return undefined
  const reach = reachFor(connection.settings, found.zone)
  await forgetRegistration(grant.registration, parts, reach, signal)
  return { clientId: grant.clientId, reason: say('way.asked-anew') }
}

function removedMeanwhile(connection: Connection): Error {
  return appError('no-such-connection', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: say('connection.removed', { name: connection.name }),
    next: say('connection.removed.next'),
  })
}
