/** Tries to list a server's tools without a login, for the verdict of discovery (R11). */
import type { ConnectionSettings } from '#contract/connection.ts'
import { isProblem } from '#core/app-error.ts'
import { openSession } from '#core/connections/open-session.ts'
import type { Zone } from '#core/ports.ts'
import { reachFor } from './parts.ts'
import type { AppPorts } from './parts.ts'

/** True: listed. A challenge or false: a login was demanded after all. Other failures are thrown. */
export function openLister(
  ports: Pick<AppPorts, 'http' | 'version'>,
  url: string,
  settings: Partial<ConnectionSettings>,
  headers: Record<string, string>,
  signal: AbortSignal,
): () => Promise<boolean | { readonly challenge: string }> {
  return async () => {
    const zone: Zone = await ports.http.zoneOf(url, signal)
    const send = ports.http.fetchWithin({ ...reachFor(settings, zone), limits: 'stream' })
    let demanded = false
    let challenge = ''
    const watching: typeof fetch = async (input, init) => {
      const sent = new Headers(init?.headers)
      for (const [name, value] of Object.entries(headers)) sent.set(name, value)
      const address = input instanceof Request ? input.url : String(input)
      const response = await send(address, { ...init, headers: sent })
      if (response.status === 401 || response.status === 403) {
        demanded = true
        challenge = response.headers.get('www-authenticate') ?? challenge
      }
      return response
    }
    try {
      const session = await openSession({ url, fetch: watching, version: ports.version, signal })
      try {
        await session.listTools(signal)
        return true
      } finally {
        // The verdict stands; how the session ends does not matter.
        await session.close().catch(() => undefined)
      }
    } catch (error) {
      signal.throwIfAborted()
      if (demanded) return challenge === '' ? false : { challenge }
      // An error in the protocol itself (no tools, say) was given without a login.
      if (isProblem(error, 'server-error')) return true
      throw error
    }
  }
}
