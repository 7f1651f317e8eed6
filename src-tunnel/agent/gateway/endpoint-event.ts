/** Old HTTP+SSE servers name the address for messages in their first event: it is rewritten so that posts come back this way (G18). */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { BodyFilter } from './forward.ts'

/** Query parameter that carries the server's own address for messages. */
const parameter = 'aip-messages'
const reference = new RegExp(`^\\?${parameter}=([\\w-]+)\\.([\\w-]{22})$`)

export interface MessageAddresses {
  /** The reference to put into the event: a query only, which resolves against whatever public address the stream was opened at. */
  referenceTo(connection: string, path: string): string
  /** The path and query at the server that a request's query stands for; undefined: it is no such query, or it was not made here. */
  pathIn(connection: string, query: string): string | undefined
}

/** `key`: random, of this process; without it a caller could post to any path of the server. */
export function createMessageAddresses(key: Uint8Array): MessageAddresses {
  const sign = (connection: string, path: string) =>
    createHmac('sha256', key).update(`${connection}\n${path}`).digest('base64url').slice(0, 22)
  return {
    referenceTo: (connection, path) =>
      `?${parameter}=${Buffer.from(path).toString('base64url')}.${sign(connection, path)}`,
    pathIn(connection, query) {
      const match = query === '' ? null : reference.exec(query)
      if (!match) return undefined
      const path = Buffer.from(match[1] ?? '', 'base64url').toString('utf8')
      const [given, right] = [match[2] ?? '', sign(connection, path)].map((each) =>
        Buffer.from(each),
      )
      return given && right && timingSafeEqual(given, right) ? path : undefined
    },
  }
}

/** The first event has to be over by then; real ones have under 300 bytes. */
const mostBytes = 16_384
const nothing: Buffer = Buffer.alloc(0)

/**
 * Rewrites the first event when it is an `endpoint` event and lets everything after it pass untouched. An address at another origin breaks the
 * stream off: posts would go past the gateway, or the token to a stranger.
 */
export function rewriteEndpoint(
  streamUrl: string,
  reference: (path: string) => string,
): BodyFilter {
  let waiting = nothing
  let over = false
  return {
    pass(chunk) {
      if (over) return chunk
      waiting = Buffer.concat([waiting, chunk])
      const out: Buffer[] = []
      while (!over) {
        // One byte for each character, so that positions in the text are positions in the bytes.
        const text = waiting.toString('latin1')
        const end = /\r\n\r\n|\n\n|\r\r/.exec(text)
        if (!end) break
        const block = text.slice(0, end.index)
        const length = end.index + end[0].length
        const fields = /^(?:event|data)(?::|$)/m.test(block)
        const address = endpointIn(block)
        const path = address === undefined ? undefined : pathAtOrigin(address, streamUrl)
        if (address !== undefined && path === undefined) return undefined
        if (path === undefined) out.push(waiting.subarray(0, length))
        else out.push(Buffer.from(`event: endpoint\ndata: ${reference(path)}\n\n`))
        waiting = waiting.subarray(length)
        over = fields
      }
      if (!over && mayBecomeEndpoint(waiting)) return Buffer.concat(out)
      over = true
      out.push(waiting)
      waiting = nothing
      return Buffer.concat(out)
    },
    // An endpoint event without its end counts for nobody, and nobody shall read an address in it that was not looked at.
    rest: () => (endpointIn(waiting.toString('latin1')) === undefined ? waiting : nothing),
  }
}

/**
 * True while the beginning of a block may turn out to be an `endpoint` event: its lines may come in any order, and unknown ones do not count. A message
 * in JSON is no address, and not held back for a moment (G9).
 */
function mayBecomeEndpoint(bytes: Buffer): boolean {
  return bytes.length <= mostBytes && !/^data: ?[[{"]/m.test(bytes.toString('latin1'))
}

/** The data of an `endpoint` event; undefined for every other block. */
function endpointIn(block: string): string | undefined {
  const lines = block.split(/\r\n|\n|\r/)
  const values = (field: string) =>
    lines.flatMap((line) => (line.startsWith(`${field}:`) ? [line.slice(field.length + 1)] : []))
  if (values('event').at(-1)?.trim() !== 'endpoint') return undefined
  return values('data').join('\n').trim()
}

function pathAtOrigin(address: string, streamUrl: string): string | undefined {
  if (!URL.canParse(address, streamUrl)) return undefined
  const url = new URL(address, streamUrl)
  return url.origin === new URL(streamUrl).origin ? url.pathname + url.search : undefined
}
