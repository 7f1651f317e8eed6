/** Serves the built window at its own scheme, and nothing else to its session. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Session } from 'electron'
import { windowHeaders } from './policy/content-security.ts'
import { isWindowAddress, windowFile, windowScheme } from './policy/window-address.ts'

/** `folder`: the built window. Other sessions do not know the scheme. */
export function serveWindowFiles(session: Session, folder: string): void {
  session.protocol.handle(windowScheme, async (request) => {
    const file = request.method === 'GET' ? windowFile(request.url) : undefined
    const bytes = file === undefined ? undefined : await readIfThere(join(folder, file))
    if (file === undefined || bytes === undefined) return new Response(null, { status: 404 })
    return new Response(new Uint8Array(bytes), { headers: windowHeaders(file) })
  })
  // The window's policy forbids it already; a mistake there must not open the network.
  session.webRequest.onBeforeRequest(({ url }, callback) => {
    const own = isWindowAddress(url) || url.startsWith('data:') || url.startsWith('devtools:')
    callback({ cancel: !own })
  })
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch {
    // What is not there is a 404, whatever the reason.
    return undefined
  }
}
