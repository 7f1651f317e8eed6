/** Where the sign-ins of an app made by hand come back to: this computer in one spelling, or the platform. */
import type { LoopbackSpelling } from '#contract/connection.ts'
import type { ClientForm } from '#contract/journey.ts'

export type ComesTo = LoopbackSpelling | 'platform'

/** The addresses to register. */
export function callbacksOf(form: ClientForm, comesTo: ComesTo): readonly string[] {
  if (comesTo !== 'platform') return form.callbackUrls[comesTo]
  return form.platformCallback === undefined ? [] : [form.platformCallback]
}
