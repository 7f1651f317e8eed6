/** Sample: an old server that speaks HTTP with Server-Sent Events (MCP 2024-11-05): answers come on a stream opened beforehand. */
import { randomUUID } from 'node:crypto'
import { parseJSONRPCMessage, type Transport } from '@modelcontextprotocol/server'
import { createSampleTools } from './mcp-endpoint.ts'
import type { SampleServer } from './sample-server.ts'
import { startWebServer } from './web-server.ts'

interface EventStream {
  readonly transport: Transport
  readonly response: Response
}

/** Starts it; the stream is at `/sse`, where anything but GET is answered 405. */
export async function startEventStreamServer(): Promise<SampleServer> {
  const web = await startWebServer()
  const streams = new Map<string, Transport>()

  async function open(): Promise<Response> {
    const session = randomUUID()
    const stream = openEventStream(`/messages?session=${session}`, () => streams.delete(session))
    streams.set(session, stream.transport)
    await createSampleTools('Event stream sample', 'nobody').connect(stream.transport)
    return stream.response
  }

  async function receive(request: Request): Promise<Response> {
    const transport = streams.get(new URL(request.url).searchParams.get('session') ?? '')
    if (!transport) return new Response('No such session', { status: 404 })
    try {
      transport.onmessage?.(parseJSONRPCMessage(await request.json()))
    } catch {
      // Whatever the parser did not like, the sender of the message has to know.
      return new Response('Not a JSON-RPC message', { status: 400 })
    }
    return new Response('Accepted', { status: 202 })
  }

  web.serve(async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/messages' && request.method === 'POST') return receive(request)
    if (pathname !== '/sse') return new Response('Not here', { status: 404 })
    return request.method === 'GET' ? open() : new Response('Use GET', { status: 405 })
  })
  return {
    url: `${web.origin}/sse`,
    description: 'an old server with HTTP and Server-Sent Events',
    async close() {
      await Promise.all([...streams.values()].map((each) => each.close()))
      await web.close()
    },
  }
}

/** One stream of events: the first names the address for messages, every later one is a message. */
function openEventStream(messagesPath: string, onClose: () => void): EventStream {
  const encoder = new TextEncoder()
  // Room for a few events, so that the first can be written before anybody reads.
  const room = { highWaterMark: 16 }
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({}, room, room)
  const writer = writable.getWriter()
  const write = (event: string, data: string): Promise<void> =>
    writer.write(encoder.encode(`event: ${event}\ndata: ${data}\n\n`))
  const transport: Transport = {
    start: () => write('endpoint', messagesPath),
    send: (message) => write('message', JSON.stringify(message)),
    async close() {
      onClose()
      // The reader may be gone already, and then the stream is as closed as it can be.
      await writer.close().catch(() => undefined)
      transport.onclose?.()
    },
  }
  // The other side going away is the normal end of a stream, and a failing write tells no more than that.
  const end = (): void => void transport.close()
  writer.closed.catch(end)
  return {
    transport,
    response: new Response(readable, {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
    }),
  }
}
