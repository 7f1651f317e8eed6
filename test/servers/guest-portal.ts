/** A guest network's portal: it answers for every address, sends browsers to its page, and shows a certificate of its own. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'

export const portalPage = 'http://login.guest.example/welcome'

/** Listens at ports 80 and 443 of `addresses`. */
export async function startGuestPortal(
  pair: { readonly cert: string; readonly key: string },
  addresses: readonly string[],
): Promise<void> {
  const servers = addresses.flatMap((address) => [
    createServer((_request, response) => {
      response.writeHead(302, { location: `${portalPage}?device=02-fc-00-00-00-01` }).end()
    }).listen(80, address),
    createSecureServer(pair, (_request, response) => response.end('welcome')).listen(443, address),
  ])
  await Promise.all(servers.map((server) => once(server, 'listening')))
}
