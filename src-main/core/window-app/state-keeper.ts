/** Holds the one document the window shows, and tells whoever watches. Parts that did not change keep their identity. */
import type { AppState } from '#contract/app-state.ts'

export interface StateKeeper {
  state(): AppState
  /** Replaces members of the state. */
  change(parts: Partial<AppState>): void
  /** Calls with the state as it is, then after changes; changes that come together are told once. Returns how to stop. */
  watch(listener: (state: AppState) => void): () => void
}

/** Changes within this many milliseconds are told together. */
const togetherMs = 10

export function createStateKeeper(first: AppState): StateKeeper {
  let current = first
  let due: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<(state: AppState) => void>()
  const tell = () => {
    due = undefined
    for (const listener of listeners) listener(current)
  }
  return {
    state: () => current,
    change(parts) {
      const entries = Object.entries(parts) as [keyof AppState, unknown][]
      if (entries.every(([name, value]) => current[name] === value)) return
      current = { ...current, ...parts }
      if (listeners.size > 0) due ??= setTimeout(tell, togetherMs)
    },
    watch(listener) {
      // A listener of its own for each call, so that one function can watch twice.
      const own = (state: AppState) => listener(state)
      listeners.add(own)
      own(current)
      return () => {
        listeners.delete(own)
        if (listeners.size === 0) {
          clearTimeout(due)
          due = undefined
        }
      }
    },
  }
}
