/** Decides what of an answer goes on to the caller, and through which filters its body has to go. */
import { createLeakFilter } from './leak-filter.ts'
import type { Needles } from './leak-filter.ts'
import { rewriteEndpoint } from './endpoint-event.ts'
import type { BodyFilter, Decision, ResponseHead } from './forward.ts'
import { fieldIn } from '#tunnel/http1/fields.ts'
import { responseHeaders } from './headers.ts'

export interface AnswerRules {
  readonly method: string
  readonly passThrough: boolean
  /** Address the request went to. */
  readonly url: string
  /** What the edge added to the request. */
  readonly secrets: Needles
  /** The reference that stands for a path at the server in an `endpoint` event. */
  readonly reference: (path: string) => string
}

/** Why an answer is not passed on. */
export type Kept = 'refused-token' | 'redirect' | 'leak'

export type Judgement =
  | { readonly action: 'pass'; readonly decision: Decision }
  | { readonly action: 'keep'; readonly why: Kept }

export function judgeAnswer(head: ResponseHead, rules: AnswerRules): Judgement {
  const { passThrough } = rules
  if (head.status === 401 && !passThrough) return { action: 'keep', why: 'refused-token' }
  if (isRedirect(head.status)) return { action: 'keep', why: 'redirect' }
  const leaks = createLeakFilter(rules.secrets)
  const type = fieldIn(head.headers, 'content-type') ?? ''
  const rewrites = rules.method === 'GET' && /^text\/event-stream\b/i.test(type)
  const headers = responseHeaders(head.headers, { passThrough, sameLength: !rewrites })
  if (leaks.inHeaders(headers)) return { action: 'keep', why: 'leak' }
  const filter = rewrites ? chained(leaks, rewriteEndpoint(rules.url, rules.reference)) : leaks
  return { action: 'pass', decision: { action: 'pass', headers, filter } }
}

/** The statuses a client would follow (RFC 9110 §15.4). */
function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}

function chained(first: BodyFilter, second: BodyFilter): BodyFilter {
  return {
    pass(chunk) {
      const between = first.pass(chunk)
      return between && second.pass(between)
    },
    rest() {
      const last = second.pass(first.rest())
      return last ? Buffer.concat([last, second.rest()]) : second.rest()
    },
  }
}
