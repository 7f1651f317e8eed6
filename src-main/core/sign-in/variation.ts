/** What may differ from one attempt of a sign-in to the next, and which change answers which refusal (R04, R08, R13). */
import type { LoopbackSpelling, ResourceMode } from '#contract/connection.ts'
import type { Note, ServerMetadata } from '#contract/discovery.ts'
import { otherSpelling } from '#core/registration/callback-addresses.ts'
import { isResourceRefusal } from '#core/tokens/resource-choice.ts'
import { smallerScope } from '#core/tokens/scope-choice.ts'
import { resourceLeftOut } from './memory.ts'
import type { SignInRefusal } from './refused-sign-in.ts'
import { noteOf, say } from '#core/say.ts'

export interface Variation {
  readonly spelling: LoopbackSpelling
  readonly resource: string
  readonly scopes: readonly string[]
}

export interface VariationFacts {
  readonly server: ServerMetadata
  readonly resourceMode: ResourceMode
  /** Spellings that may still be tried. */
  readonly spellings: readonly LoopbackSpelling[]
}

/** The change to try after `refusal`, and how it is told; undefined when nothing is left to change. */
export function nextVariation(
  refusal: SignInRefusal,
  now: Variation,
  facts: VariationFacts,
): { readonly variation: Variation; readonly note: Note } | undefined {
  if (isResourceRefusal(refusal)) return withoutResource(now, facts)
  if (refusal.error === 'invalid_scope') return withFewerScopes(now, facts.server)
  if (refusal.error === 'redirect_refused') return withOtherSpelling(now, facts)
  return undefined
}

function withoutResource(now: Variation, facts: VariationFacts) {
  if (now.resource === '' || facts.resourceMode !== 'auto') return undefined
  const message = say('note.resource-left-out')
  return { variation: { ...now, resource: '' }, note: noteOf(resourceLeftOut, message) }
}

function withFewerScopes(now: Variation, server: ServerMetadata) {
  if (now.scopes.length === 0) return undefined
  const scopes = smallerScope(now.scopes.join(' '), server).split(' ').filter(Boolean)
  const dropped = now.scopes.filter((scope) => !scopes.includes(scope)).join(' ')
  const message = say('note.scope-reduced', { scopes: dropped })
  return { variation: { ...now, scopes }, note: noteOf('scope-reduced', message) }
}

function withOtherSpelling(now: Variation, facts: VariationFacts) {
  const spelling = otherSpelling(now.spelling)
  if (!facts.spellings.includes(spelling)) return undefined
  const message = say('note.callback-spelling', { refused: now.spelling, spelling })
  return { variation: { ...now, spelling }, note: noteOf('callback-spelling', message) }
}
