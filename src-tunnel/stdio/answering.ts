/** One HTTP answer made of messages: plain JSON when the answer is all there is, else an event stream (MCP, Transports, Streamable HTTP). */
import type { ServerResponse } from 'node:http'
import type { Sink } from './conversation.ts'
import { isAnswer } from './message.ts'
import type { Message } from './message.ts'
import { messageBytes } from './server-process.ts'

/** So long may a stream be silent: those on the way take longer silence for a broken line. */
const silenceMs = 15_000

export interface Answering extends Sink {
  /** Begins the event stream now, before there is anything to say. */
  open(): void
}

/** `headers`: on the head, whichever form the answer takes. `statusOf`: for an answer that is all there is. */
export function answering(
  response: ServerResponse,
  headers: Record<string, string>,
  statusOf: (answer: Message) => number = () => 200,
): Answering {
  const open = () => {
    if (response.headersSent) return
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
    })
    response.flushHeaders()
  }
  const write = (text: string) => {
    if (response.destroyed) return
    open()
    response.write(text)
    // Who asks and does not read is not waited for: others use the same command.
    if (response.writableLength > messageBytes) response.destroy()
  }
  const alive = setInterval(() => write(': still here\n\n'), silenceMs)
  response.once('close', () => clearInterval(alive))
  return {
    open,
    message(message) {
      if (response.headersSent || !isAnswer(message)) {
        return write(`event: message\ndata: ${JSON.stringify(message)}\n\n`)
      }
      answerJson(response, statusOf(message), message, headers)
    },
    done(answered) {
      // A stream that only ends would look complete.
      if (!answered) response.destroy()
      else if (!response.writableEnded) response.end()
    },
  }
}

export function answerJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': String(body.length),
  })
  response.end(body)
}

/** A refusal of the transport itself, as JSON-RPC has it. */
export function refuse(response: ServerResponse, status: number, code: number, words: string) {
  const error = { code, message: words }
  answerJson(response, status, { jsonrpc: '2.0', id: null, error })
}
