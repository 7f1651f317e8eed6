/** Which scopes to ask for (C28 to C30, R13). */
import type { Found } from '#core/found.ts'
import { recipeFor } from '#core/registration/recipes.ts'

const offline = 'offline_access'

/** Splits the `scope` parameter of RFC 6749 §3.3 and drops repetitions. */
export function scopeList(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter(Boolean))]
}

/**
 * The challenge's scope, with what the person pinned beside it; without a challenge the pinned ones; else what the resource
 * metadata lists; else what the provider's recipe says; else none, which lets the server choose. `offline_access` is added
 * where the authorization server lists it, and dropped where it lists its scopes without it.
 */
export function chooseScopes(found: Found, pinned?: string): string[] {
  const wanted = scopeList([found.challengeScope ?? '', pinned ?? ''].join(' '))
  if (wanted.length > 0) return withOfflineAccess(found, wanted)
  const published = scopeList(found.discovery.scopes.join(' '))
  if (published.length > 0)
    return withOfflineAccess(found, withoutUnlistedOffline(found, published))
  return [...(recipeFor(found.discovery.issuer)?.scopes ?? [])]
}

/** Never alone: a server that chooses its own scopes would then give nothing but `offline_access`. */
function withOfflineAccess(found: Found, scopes: readonly string[]): string[] {
  const listed = found.server?.scopes_supported?.includes(offline) === true
  return listed && !scopes.includes(offline) ? [...scopes, offline] : [...scopes]
}

function withoutUnlistedOffline(found: Found, scopes: readonly string[]): string[] {
  const listed = found.server?.scopes_supported
  return listed && !listed.includes(offline)
    ? scopes.filter((scope) => scope !== offline)
    : [...scopes]
}
