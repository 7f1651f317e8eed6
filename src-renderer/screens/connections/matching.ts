/** Which connections a search means. */
import type { ConnectionView } from '#contract/app-state.ts'

/** Those that have every word of the search in their name, address or account. */
export function matching(
  connections: readonly ConnectionView[],
  search: string,
): readonly ConnectionView[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return connections
  return connections.filter(({ name, url, account }) => {
    const text = `${name} ${url} ${account}`.toLocaleLowerCase()
    return words.every((word) => text.includes(word))
  })
}
