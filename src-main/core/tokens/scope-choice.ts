/** What to ask for when a server refuses the scopes, or refuses to do without them (R13). */
import type { ServerMetadata } from '#contract/discovery.ts'

/**
 * The next smaller set after `invalid_scope`: what the server lists; when that is no smaller, the same without `offline_access`, which some
 * list and refuse; when that is no smaller either, nothing at all, which lets the server choose (RFC 6749 §3.3).
 */
export function smallerScope(scope: string, server: ServerMetadata): string {
  const asked = scope.split(' ').filter(Boolean)
  const listed = server.scopes_supported ?? asked
  const candidates = [
    asked.filter((each) => listed.includes(each)),
    asked.filter((each) => each !== 'offline_access'),
  ]
  return candidates.find((each) => each.length < asked.length)?.join(' ') ?? ''
}

/** True when an error answer demands the `scope` parameter that was left out (Entra: AADSTS900144). */
export function demandsScope(answer: {
  readonly error: string
  readonly description: string
}): boolean {
  if (/AADSTS900144\b/.test(answer.description)) return /scope/i.test(answer.description)
  return (
    ['invalid_request', 'invalid_scope'].includes(answer.error) &&
    /\bscope\b.*\b(missing|required|must)\b|\b(missing|required|must)\b.*\bscope\b/i.test(
      answer.description,
    )
  )
}
