/** A small HTTP server on this machine's loopback address that answers web-standard requests with web-standard responses. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'

export type Handle = (request: Request) => Promise<Response>

export interface WebServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string
  /** Says who answers from now on; before that, every answer is 503. */
  serve(handle: Handle): void
  close(): Promise<void>
}

/** Largest body a sample server reads. */
const bodyLimit = 1_000_000

/** Some providers' access tokens are longer than Node's limit for all headers together. */
const maxHeaderSize = 64 * 1024

/** Listens on 127.0.0.1 at any free port. What it serves often depends on its origin, so that is told afterwards. */
export async function startWebServer(): Promise<WebServer> {
  let current: Handle = () => Promise.resolve(new Response('Not yet', { status: 503 }))
  const server = createServer({ maxHeaderSize }, (incoming, outgoing) => {
    void answer(incoming, outgoing, current)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  // `address()` is an AddressInfo for every server that listens on a port.
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    serve(handle) {
      current = handle
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: Handle,
): Promise<void> {
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort())
  try {
    const request = await webRequest(incoming, gone.signal)
    await send(
      request ? await handle(request) : new Response('Too large', { status: 413 }),
      outgoing,
    )
  } catch {
    // The caller went away, or the handler has a defect: in both cases all that is left is to end this one exchange.
    if (!outgoing.headersSent) outgoing.writeHead(500)
    outgoing.end()
  }
}

async function webRequest(
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<Request | undefined> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each)
  }
  const method = incoming.method ?? 'GET'
  const body = await readBody(incoming)
  if (!body) return undefined
  const origin = `http://${incoming.headers.host ?? '127.0.0.1'}`
  return new Request(origin + (incoming.url ?? '/'), {
    method,
    headers,
    signal,
    body: method === 'GET' || method === 'HEAD' ? null : new Uint8Array(body),
  })
}

async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of incoming) {
    // A request body without an encoding arrives as Buffers.
    const bytes = part as Buffer
    length += bytes.length
    if (length > bodyLimit) return undefined
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) headers['set-cookie'] = cookies
  outgoing.writeHead(response.status, headers)
  outgoing.flushHeaders()
  // One class under two names: the type libraries of the DOM and of Node describe it separately.
  const body = response.body as NodeReadableStream | null
  if (body) await pipeline(Readable.fromWeb(body), outgoing)
  else outgoing.end()
}
