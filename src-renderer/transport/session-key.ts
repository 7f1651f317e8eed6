/** Swaps the one-time code in the address for the session key, and keeps the key for reloads of this tab alone. */

const PLACE = 'aip-session-key'

/** Undefined: this page was opened without a code that is still good. */
export async function sessionKey(origin: string): Promise<string | undefined> {
  const code = location.hash.slice(1)
  if (code === '') return sessionStorage.getItem(PLACE) ?? undefined
  // Out of the address bar and the history before anything else.
  history.replaceState(null, '', location.pathname)
  const key = await swap(code, origin)
  if (key !== undefined) sessionStorage.setItem(PLACE, key)
  return key
}

async function swap(code: string, origin: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${origin}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    })
    if (!answer.ok) return undefined
    const { key } = (await answer.json()) as { readonly key?: unknown }
    return typeof key === 'string' ? key : undefined
  } catch {
    // Nobody there: the window says that it has lost the app.
    return undefined
  }
}
