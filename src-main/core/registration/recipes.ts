/** Which recipe fits an issuer, and what sign-in takes from it. The recipes themselves are data in `recipe-book.ts`. */
import type { ServerMetadata } from '#contract/discovery.ts'
import { recipeBook, type Recipe } from './recipe-book.ts'

/** The recipe for the provider behind an issuer; undefined for everybody else. */
export function recipeFor(issuer: string): Recipe | undefined {
  const host = URL.parse(issuer)?.hostname
  if (host === undefined) return undefined
  return recipeBook.find((recipe) => recipe.hosts.some((pattern) => hostMatches(host, pattern)))
}

/** `example.com` is that host; `*.example.com` any host below it; `a*.example.com` one label that begins with `a`. */
function hostMatches(host: string, pattern: string): boolean {
  if (!pattern.includes('*')) return host === pattern
  const [before = '', after = ''] = pattern.split('*', 2)
  return (
    host.length > before.length + after.length && host.startsWith(before) && host.endsWith(after)
  )
}

/** True when S256 is known to work although the metadata does not list it (decision 3). */
export function knownToSupportPkce(server: ServerMetadata): boolean {
  return recipeFor(server.issuer)?.supportsPkceUnlisted === true
}
