/** More permissions for a connection when the server asks for them in the middle of a call (C46 to C48, R13). */
import type { Connection } from '#contract/connection.ts'
import { isProblem } from '#core/app-error.ts'
import { bearerChallenge, parseChallenges, valueOf } from '#core/discovery/challenge.ts'
import type { Guide } from '#core/guide.ts'
import { createStepUpGuard } from '#core/sign-in/step-up.ts'
import { discoverWithPerson } from './discover-with-person.ts'
import { obtainGrant } from './obtain-grant.ts'
import type { StepUp } from './open-connection.ts'
import { headersOf } from './parts.ts'
import type { AppParts } from './parts.ts'
import { replaceGrant } from './sign-in-again.ts'
import { say } from '#core/say.ts'

/** Time for the person at the sign-in page (R15). */
const patienceMs = 10 * 60_000

/** Asks the person, naming the new scopes, and signs in for the union of old and new. False: the person said no. */
export function createStepUp(
  parts: AppParts,
  connection: Connection,
  guide: Guide,
  signal: AbortSignal,
): StepUp {
  const guard = createStepUpGuard()
  return async (challenge, operation) => {
    const demanded = valueOf(bearerChallenge(parseChallenges(challenge)), 'scope')
    const grant = await parts.keeper.read(connection.id)
    const current = grant?.scopes ?? []
    const scopes = guard.next(operation, demanded, current)
    const added = scopes.filter((each) => !current.includes(each))
    const text = say('ask.more-scopes', {
      name: connection.name,
      scopes: added.join(' ') || say('ask.more-scopes.unnamed'),
    })
    if (!(await guide.confirm('new-scopes', text, signal))) {
      guard.refused(operation, demanded)
      return false
    }
    const { url, settings } = connection
    const headers = await headersOf(parts.vault, connection)
    const agreed = await discoverWithPerson(
      parts,
      { url, settings, headers, preferLogin: true },
      guide,
      signal,
    )
    try {
      const wish = { connection, found: agreed.found, guide, signal, patienceMs, scopes }
      const { grant: wider } = await obtainGrant(wish, parts)
      await replaceGrant(
        parts,
        { ...connection, settings: agreed.settings },
        agreed.found,
        wider,
        signal,
      )
      return true
    } catch (error) {
      if (isProblem(error, 'sign-in-refused')) guard.refused(operation, demanded)
      throw error
    }
  }
}
