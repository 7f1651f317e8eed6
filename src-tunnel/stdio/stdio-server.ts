/** Streamable HTTP for a server that only speaks over a pipe: one process per session, one shared process where the protocol has no sessions. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServerCommand } from '#tunnel/protocol/exposure.ts'
import { answering, refuse } from './answering.ts'
import { startConversation } from './conversation.ts'
import type { Conversation } from './conversation.ts'
import { isRequest, messageIn, metaOf } from './message.ts'
import type { Message, MessageId } from './message.ts'
import { messageBytes } from './server-process.ts'
import type { StdioParts } from './server-process.ts'

export interface StdioServer {
  /** Answers one request; a command that ended before it answered is a broken connection. */
  handle(request: IncomingMessage, response: ServerResponse): void
  /** How a process ended last; empty: none has. */
  why(): string
  end(): Promise<void>
  kill(): void
}

export interface StdioLimits {
  /** Processes at a time. */
  readonly most: number
  /** So long may a process be unused. */
  readonly idleMs: number
}

const usualLimits: StdioLimits = { most: 16, idleMs: 30 * 60_000 }
const sessionHeader = 'mcp-session-id'
/** The place of the process that all callers of the stateless protocol share; no session id looks like it. */
const sharedPlace = ''

interface Held {
  readonly conversation: Conversation
  readonly idle: NodeJS.Timeout
}

export function createStdioServer(
  command: ServerCommand,
  parts: StdioParts,
  limits: StdioLimits = usualLimits,
): StdioServer {
  /** The longest unused first. */
  const held = new Map<string, Held>()
  const leaving = new Set<Conversation>()
  let last = ''

  function start(place: string): Conversation | undefined {
    if (held.size >= limits.most && !makeRoom()) return undefined
    const conversation = startConversation(command, parts, place === sharedPlace, (why) => {
      last = why
      if (held.get(place)?.conversation === conversation) forget(place)
    })
    const idle = setTimeout(() => {
      if (conversation.busy()) idle.refresh()
      else void release(place)
    }, limits.idleMs)
    idle.unref()
    held.set(place, { conversation, idle })
    return conversation
  }

  function use(place: string): Conversation | undefined {
    const found = held.get(place)
    if (!found) return undefined
    found.idle.refresh()
    held.delete(place)
    held.set(place, found)
    return found.conversation
  }

  function makeRoom(): boolean {
    const unused = [...held].find(([, { conversation }]) => !conversation.busy())
    if (unused) void release(unused[0])
    return unused !== undefined
  }

  function forget(place: string): Conversation | undefined {
    const found = held.get(place)
    clearTimeout(found?.idle)
    held.delete(place)
    return found?.conversation
  }

  async function release(place: string): Promise<void> {
    const conversation = forget(place)
    if (!conversation) return
    leaving.add(conversation)
    await conversation.end()
    leaving.delete(conversation)
  }

  function post(request: IncomingMessage, response: ServerResponse, message: Message): void {
    const session = sessionOf(request)
    if (session !== undefined) {
      const conversation = use(session)
      if (!conversation) return unknownSession(response)
      if (isRequest(message)) return ask(conversation, message, response, session)
      conversation.tell(message)
      return void response.writeHead(202, { 'content-length': '0' }).end()
    }
    if (message.method === 'initialize' && isRequest(message)) {
      const id = randomUUID()
      return ask(start(id), message, response, id)
    }
    if (!isStateless(request, message)) {
      return refuse(response, 400, -32600, 'A session is begun with initialize.')
    }
    if (isRequest(message)) {
      return ask(use(sharedPlace) ?? start(sharedPlace), message, response, sharedPlace)
    }
    response.writeHead(202, { 'content-length': '0' }).end()
  }

  function ask(
    conversation: Conversation | undefined,
    message: Message & { id: MessageId },
    response: ServerResponse,
    place: string,
  ): void {
    if (!conversation) return tooMany(response)
    const shared = place === sharedPlace
    const headers: Record<string, string> = shared ? {} : { [sessionHeader]: place }
    const sink = answering(response, headers, shared ? statelessStatus : undefined)
    const leave = conversation.ask(message, {
      message: (each) => {
        sink.message(each)
        const opening = message.method === 'initialize' || message.method === 'server/discover'
        // A server that does not know the revision is not kept for it.
        if (opening && each.error !== undefined && each.id === message.id) releaseUnused(place)
      },
      done: (answered) => sink.done(answered),
    })
    // Only without sessions does leaving mean that the answer is not wanted (2026-07-28, Cancellation).
    if (leave) response.once('close', () => leave(shared))
    else response.destroy()
  }

  /** After the answer is out, and unless somebody else is at it. */
  function releaseUnused(place: string): void {
    setImmediate(() => {
      if (held.get(place)?.conversation.busy() === false) void release(place)
    })
  }

  function listen(request: IncomingMessage, response: ServerResponse): void {
    const session = sessionOf(request)
    if (session === undefined) return wrongMethod(response)
    const conversation = use(session)
    if (!conversation) return unknownSession(response)
    const sink = answering(response, { [sessionHeader]: session })
    const stop = conversation.listen(sink)
    if (!stop) return refuse(response, 409, -32600, 'This session has an open stream already.')
    sink.open()
    response.once('close', stop)
  }

  return {
    handle(request, response) {
      response.on('error', () => undefined)
      switch (request.method) {
        case 'POST':
          return void readMessage(request).then((read) => {
            if (read === 'left') return
            if (read === 'too-large') return refuse(response, 413, -32600, 'It is too large.')
            if (!read) return refuse(response, 400, -32700, 'This is not one JSON-RPC message.')
            post(request, response, read)
          })
        case 'GET':
          return listen(request, response)
        case 'DELETE': {
          const session = sessionOf(request)
          if (session === undefined) return wrongMethod(response)
          if (!held.has(session)) return unknownSession(response)
          return void release(session).then(() => response.writeHead(204).end())
        }
        default:
          return wrongMethod(response)
      }
    },
    why: () => last,
    async end() {
      const going = [...leaving].map((each) => each.end())
      await Promise.all([...going, ...[...held.keys()].map(release)])
    },
    kill() {
      for (const each of leaving) each.kill()
      for (const { conversation } of held.values()) conversation.kill()
    },
  }
}

function sessionOf(request: IncomingMessage): string | undefined {
  const value = request.headers[sessionHeader]
  return typeof value === 'string' && value !== sharedPlace ? value : undefined
}

/** Since 2026-07-28 each request says its revision, and there are no sessions. */
function isStateless(request: IncomingMessage, message: Message): boolean {
  const header = request.headers['mcp-protocol-version']
  const named = metaOf(message)['io.modelcontextprotocol/protocolVersion'] ?? header
  return typeof named === 'string' && named >= '2026-07-28'
}

/** 2026-07-28, Streamable HTTP: an unknown method is 404. */
function statelessStatus({ error }: Message): number {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : 0
  return code === -32601 ? 404 : 200
}

async function readMessage(
  request: IncomingMessage,
): Promise<Message | 'too-large' | 'left' | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size <= messageBytes) chunks.push(chunk)
    }
  } catch {
    // Nobody is there to be answered.
    return 'left'
  }
  return size > messageBytes ? 'too-large' : messageIn(Buffer.concat(chunks).toString('utf8'))
}

function unknownSession(response: ServerResponse): void {
  refuse(response, 404, -32001, 'There is no such session.')
}

function wrongMethod(response: ServerResponse): void {
  response.writeHead(405, { allow: 'GET, POST, DELETE', 'content-length': '0' }).end()
}

function tooMany(response: ServerResponse): void {
  response.setHeader('retry-after', '5')
  refuse(response, 503, -32000, 'Too many processes of this server are in use.')
}
