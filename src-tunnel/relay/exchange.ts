/** One call: the platform's request onto a call socket, the agent's answer back, both streamed, and each side told when the other goes. */
import { Socket } from 'node:net'
import { createAnswerReader } from '../http1/answer-reader.ts'
import { chunk, lastChunk } from '../http1/body-reader.ts'
import type { CallAnswer, CallRequest } from '../http1/call.ts'
import { BadMessage } from '../http1/head.ts'
import type { AnswerHead } from '../http1/head.ts'
import { inOnePiece } from '../http1/write-head.ts'
import type { CallSocket } from './call-sockets.ts'
import type { EventStreams } from './event-stream.ts'
import { responseHeaders } from './heads.ts'

export interface Exchange {
  readonly request: CallRequest
  readonly response: CallAnswer
  readonly call: CallSocket
  /** The request's head, Latin-1. */
  readonly head: string
  /** The whole body when it is small and here already; else it is streamed. */
  readonly body: Buffer | undefined
  /** Streamed in chunks, because its length is not known. */
  readonly chunked: boolean
  /** A streamed body may have this many bytes. */
  readonly bodyLimit: number
  readonly eventStreams: EventStreams
  readonly onSession: (mcpSession: string) => void
}

export type Outcome =
  /** The answer went through, and the socket can take another call. */
  | 'done'
  /** The answer went through; the socket is used up. */
  | 'done-and-closed'
  /** The caller went away; the agent was told by closing the socket. */
  | 'caller-left'
  /** Cut before a byte of the answer reached the caller: it can still be told. */
  | 'lost-before-head'
  /** The answer broke a rule before a byte of it reached the caller. */
  | 'unusable-before-head'
  /** As `lost-before-head`, because the request's body was larger than allowed. */
  | 'too-large-before-head'
  /** Cut in the middle of the answer; the caller's connection was broken off, so that it does not look complete. */
  | 'cut'

/** Resolves when the call is over. The socket is destroyed for every outcome but `done`. */
export function exchange(parts: Exchange): Promise<Outcome> {
  const { request, response, call } = parts
  const { socket } = call
  return new Promise((resolve) => {
    let over = false
    let events: { wrote(part: Buffer): void } | undefined
    let reusable = true
    let sent = parts.body !== undefined

    const finish = (outcome: Outcome): void => {
      if (over) return
      over = true
      response.off('close', onLeave)
      response.off('drain', onDrain)
      request.off('data', onBody)
      call.reader = undefined
      if (outcome !== 'done') socket.destroy()
      resolve(outcome)
    }
    const fail = (before: Outcome): void => {
      if (over) return
      if (!response.headersSent) return finish(before)
      breakOff(request, response)
      finish('cut')
    }
    const onLeave = (): void => finish('caller-left')
    const onDrain = (): void => void socket.resume()
    const complete = (): void => {
      response.off('close', onLeave)
      if (!response.writableEnded) response.end()
      socket.resume()
      finish(reusable && sent ? 'done' : 'done-and-closed')
    }

    const reader = createAnswerReader(
      {
        head(head: AnswerHead) {
          if (!head.current) throw new BadMessage('another version of HTTP')
          // It would end with the connection, and a cut could not be told from the end.
          if (head.framing.kind === 'close') throw new BadMessage('an answer without a length')
          const { headers, eventStream, mcpSession } = responseHeaders(head.headers)
          reusable = head.keepAlive
          if (mcpSession !== undefined) parts.onSession(mcpSession)
          response.writeHead(head.status, headers)
          if (eventStream) events = parts.eventStreams.watch(response)
        },
        data(part, last) {
          events?.wrote(part)
          if (last) response.end(part)
          else if (!response.write(part)) socket.pause()
        },
        end: complete,
      },
      request.method === 'HEAD',
    )
    call.reader = {
      read(bytes) {
        try {
          const begun = response.headersSent
          reader.read(bytes)
          // A head that came alone must not wait for the first part of the body.
          if (!begun && response.headersSent && !over) response.flushHeaders()
        } catch (error) {
          if (!(error instanceof BadMessage || isHeaderFault(error))) throw error
          fail('unusable-before-head')
        }
      },
      lost: () => fail('lost-before-head'),
    }
    response.once('close', onLeave)
    response.on('drain', onDrain)

    let size = 0
    const onBody = (part: Buffer): void => {
      size += part.length
      if (size > parts.bodyLimit) return fail('too-large-before-head')
      const framed = parts.chunked ? chunk(part) : part
      if (socket.write(framed)) return
      request.pause()
      socket.once('drain', () => request.resume())
    }
    if (parts.body) return void socket.write(inOnePiece(parts.head, parts.body))
    socket.write(parts.head, 'latin1')
    request.on('data', onBody)
    request.once('end', () => {
      sent = true
      if (parts.chunked && !over) socket.write(lastChunk)
    })
  })
}

/** Ends the caller's connection so that the answer cannot be taken for complete; a caller of HTTP/1.0 would take a plain close for that. */
export function breakOff({ httpVersion, socket }: CallRequest, response: CallAnswer): void {
  if (httpVersion === '1.0' && socket instanceof Socket) socket.resetAndDestroy()
  else response.destroy()
}

/** `writeHead` refuses names and values that would split the answer. */
function isHeaderFault(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ERR_INVALID_CHAR', 'ERR_INVALID_HTTP_TOKEN', 'ERR_HTTP_INVALID_HEADER_VALUE'].includes(
      String(error.code),
    )
  )
}
