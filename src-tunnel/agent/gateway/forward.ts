/** Sends one request to the server and streams the answer to the caller: raw bytes, unbuffered, held back only by a slow reader. */
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { CallAnswer } from '#tunnel/http1/call.ts'
import { fieldIn } from '#tunnel/http1/fields.ts'
import type { HeaderList } from './headers.ts'

export interface Exchange {
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>
  readonly origin: string
  readonly path: string
  readonly method: string
  readonly headers: HeaderList
  readonly body: Buffer | Readable | null
  /** The caller's side. */
  readonly response: CallAnswer
  /** Looks at the head of the answer before anything of it goes on. */
  decide(head: ResponseHead): Decision
}

export interface ResponseHead {
  readonly status: number
  readonly message: string
  /** Names and values in turn, as they came. */
  readonly headers: HeaderList
}

export type Decision =
  | {
      readonly action: 'pass'
      readonly headers: HeaderList
      /** What becomes of each piece of the body; undefined: break it off. */
      readonly filter: BodyFilter
    }
  /** The answer is not for the caller; its body is thrown away. */
  | { readonly action: 'keep' }

export interface BodyFilter {
  pass(chunk: Buffer): Buffer | undefined
  rest(): Buffer
}

export type ExchangeResult =
  | { readonly result: 'passed'; readonly status: number; readonly bytes: number }
  | { readonly result: 'kept'; readonly head: ResponseHead }
  /** No head came; `sent`: a socket was open and the server may have acted. */
  | { readonly result: 'failed'; readonly error: Error; readonly sent: boolean }
  /** The head had gone on already: the caller's stream was cut, so that it does not look complete (G12). */
  | {
      readonly result: 'cut'
      readonly why: 'server' | 'filter'
      readonly status: number
      readonly bytes: number
    }
  | { readonly result: 'caller-left'; readonly status: number; readonly bytes: number }

/** More of an answer nobody wants, or longer, is not worth keeping its connection for. */
const discardBytes = 65_536
const discardMs = 1000

/** Never rejects. The request is aborted the moment the caller leaves (G12). */
export function exchange(options: Exchange): Promise<ExchangeResult> {
  const { dispatcher, origin, path, method, headers, body, response } = options
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | undefined
    let filter: BodyFilter | undefined
    let status = 0
    let bytes = 0
    let discarded = 0
    let over = false

    const finish = (result: ExchangeResult) => {
      if (over) return
      over = true
      response.off('close', callerLeft)
      response.off('drain', goOn)
      resolve(result)
    }
    const goOn = () => controller?.resume()
    const callerLeft = () => {
      finish({ result: 'caller-left', status, bytes })
      controller?.abort(new Error('the caller left'))
    }
    const write = (chunk: Buffer) => {
      bytes += chunk.length
      if (chunk.length > 0 && !response.write(chunk)) controller?.pause()
    }
    const cut = (why: 'server' | 'filter') => {
      finish({ result: 'cut', why, status, bytes })
      response.destroy()
    }

    response.once('close', callerLeft)
    response.on('drain', goOn)
    if (response.destroyed) return callerLeft()

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(given) {
        controller = given
        if (over) given.abort(new Error('the caller left'))
      },
      onResponseStart(_controller, statusCode, _headers, statusMessage) {
        // Informational answers are for this leg only.
        if (over || statusCode < 200) return
        const head = {
          status: statusCode,
          message: statusMessage ?? '',
          headers: rawHeaders(controller),
        }
        const decision = options.decide(head)
        if (decision.action === 'keep') {
          setTimeout(() => controller?.abort(new Error('not wanted')), discardMs).unref()
          return finish({ result: 'kept', head })
        }
        status = statusCode
        filter = decision.filter
        writeHead(response, head, decision.headers)
      },
      onResponseData(given, chunk) {
        if (!filter) {
          discarded += chunk.length
          if (discarded > discardBytes) given.abort(new Error('not wanted'))
          return
        }
        if (over) return
        const passing = filter.pass(chunk)
        if (passing) return write(passing)
        cut('filter')
        given.abort(new Error('broken off'))
      },
      onResponseEnd() {
        if (over) return
        if (filter) write(filter.rest())
        finish({ result: 'passed', status, bytes })
        response.end()
      },
      onResponseError(_controller, error) {
        if (filter) cut('server')
        else finish({ result: 'failed', error, sent: controller !== undefined })
      },
    }
    const request = { origin, path, method, headers, body, headersTimeout: 0, bodyTimeout: 0 }
    try {
      dispatcher.dispatch(request, handler)
    } catch (error) {
      finish({ result: 'failed', error: asError(error), sent: false })
    }
  })
}

/** The head goes out at once where the body may be long in coming; a short one leaves together with its body (G9). */
function writeHead(response: CallAnswer, head: ResponseHead, headers: HeaderList): void {
  if (fieldIn(headers, 'date') !== undefined) response.sendDate = false
  if (head.message === '') response.writeHead(head.status, headers)
  else response.writeHead(head.status, head.message, headers)
  if (fieldIn(headers, 'content-length') === undefined) response.flushHeaders()
}

function rawHeaders(controller: Dispatcher.DispatchController | undefined): HeaderList {
  const raw = controller?.rawHeaders
  if (!Array.isArray(raw)) return Object.entries(raw ?? {}).flatMap(listed)
  return raw.map((each) => (typeof each === 'string' ? each : each.toString('latin1')))
}

function listed([name, value]: [string, string | string[] | undefined]): string[] {
  return [value ?? []].flat().flatMap((each) => [name, each])
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
