/** What a sign-in leaves behind for the next one: the spelling that worked, a refused resource, a registration's last success. */
import type { LoopbackSpelling } from '#contract/connection.ts'
import type { Note, ServerMetadata } from '#contract/discovery.ts'
import type { Store } from '#core/ports.ts'
import type { Registration } from '#core/records.ts'
import { elsewhereIn } from '#core/registration/callback-addresses.ts'
import { updateRegistration } from '#core/registration/saved-registrations.ts'
import { rememberSpelling } from '#core/registration/spelling.ts'
import type { TokenResult } from '#core/tokens/token-answer.ts'
import type { SignInDeps } from './deps.ts'

/** Code of the note that the `resource` parameter was left out, here and in the token room. */
export const resourceLeftOut = 'resource-left-out'

const resourceTopic = 'resource-refused'

/** True when this issuer refused the `resource` parameter before (R08). */
export function resourceRefusedBefore(server: ServerMetadata, store: Store): boolean {
  return store.recall(resourceTopic, server.issuer) === true
}

export async function rememberSuccess(
  server: ServerMetadata,
  result: Pick<TokenResult, 'registration'>,
  notes: readonly Note[],
  spelling: LoopbackSpelling,
  deps: SignInDeps,
): Promise<void> {
  // At the platform's callback no spelling of this computer was tried.
  if (elsewhereIn(result.registration.redirectUris) === undefined) {
    rememberSpelling(server.issuer, deps.store, spelling)
  }
  if (notes.some((note) => note.code === resourceLeftOut)) {
    deps.store.remember(resourceTopic, server.issuer, true)
  }
  const answered = { lastSuccessAt: deps.clock.now(), lastAttemptUnanswered: false }
  await updateRegistration(deps.vault, { ...result.registration, ...answered })
}

/** Nothing came back, perhaps because the server showed an error page: the next sign-in asks ahead (R03). */
export async function rememberUnanswered(
  registration: Registration,
  deps: SignInDeps,
): Promise<void> {
  if (registration.source !== 'dcr') return
  await updateRegistration(deps.vault, { ...registration, lastAttemptUnanswered: true })
}
