/** Says outside the window that a connection needs a sign-in: once per connection and day, never for what the person did themselves (R16). */
import type { Connection } from '#contract/connection.ts'
import type { Clock, Store } from '#core/ports.ts'

const topic = 'sign-in-notice'
const dayMs = 24 * 3_600_000

export interface SignInNotices {
  /** Compares with the connections seen last. */
  look(connections: readonly Connection[]): void
  /** What happens to this connection until the returned function is called is the person's own doing. */
  expect(connectionId: string): () => void
}

export function createSignInNotices(
  parts: { readonly store: Store; readonly clock: Clock },
  notify: (connectionId: string, name: string) => void,
): SignInNotices {
  const { store, clock } = parts
  const expected = new Map<string, number>()
  let before = new Map<string, Connection['status']>()

  const mayNotify = (id: string): boolean => {
    const last = store.recall(topic, id)
    if (typeof last === 'number' && clock.now() - last < dayMs) return false
    store.remember(topic, id, clock.now())
    return true
  }

  return {
    look(connections) {
      const seen = before
      before = new Map(connections.map((each) => [each.id, each.status]))
      for (const { id, name, status } of connections) {
        // One that is only now being made, and what was so before this start, is no news.
        const was = seen.get(id)
        const news = status === 'needs-sign-in' && was !== undefined && was !== status
        if (news && !expected.has(id) && mayNotify(id)) notify(id, name)
      }
    },
    expect(connectionId) {
      expected.set(connectionId, (expected.get(connectionId) ?? 0) + 1)
      return () => {
        const left = (expected.get(connectionId) ?? 1) - 1
        if (left > 0) expected.set(connectionId, left)
        else expected.delete(connectionId)
      }
    },
  }
}
