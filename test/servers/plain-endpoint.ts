/** Plain HTTP at given addresses: a stream that begins and then is silent at `/stream`, a short answer everywhere else. */
import { once } from 'node:events'
import { createServer } from 'node:http'

export async function startPlainEndpoint(
  addresses: readonly string[],
  port: number,
): Promise<void> {
  for (const address of addresses) {
    const server = createServer((request, response) => {
      if (request.url !== '/stream') return response.end(`from ${address}`)
      return response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': begun\n\n')
    })
    server.keepAliveTimeout = 60_000
    server.listen(port, address)
    await once(server, 'listening')
  }
}
