/** The reader of plain requests beside Node's own: where they differ about what a request is, requests can be smuggled. */
import fc from 'fast-check'
import { createServer } from 'node:http'
import { duplexPair } from 'node:stream'
import type { Duplex } from 'node:stream'
import type { CallAnswer, CallRequest } from '#tunnel/http1/call.ts'
import { serveSocket } from '#tunnel/http1/serve-socket.ts'
import { brokenText } from './target.ts'
import type { Target } from './target.ts'

const pieces = [
  'GET /a HTTP/1.1\r\nhost: x\r\n\r\n',
  'POST /b HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhello',
  'POST /c HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n',
  'POST /d HTTP/1.1\r\nhost: x\r\n',
  'content-length: 5\r\n',
  'Content-Length: 05\r\n',
  'transfer-encoding: chunked\r\n',
  'transfer-encoding: x\r\n',
  'connection: close\r\n',
  'x: y\r\n',
  'x:y \r\n',
  '\r\n',
  '\n',
  '5\r\nhello\r\n',
  '5;x=y\r\nhello\r\n',
  '0\r\n\r\n',
  '0\r\nx: y\r\n\r\n',
  'hello',
] as const

/** One line for each request whose body came in whole. */
type Seen = string[]

export function requestTarget(): Target {
  const cuts = fc.array(fc.nat(300), { maxLength: 6 })
  const property = fc.asyncProperty(brokenText(pieces), cuts, async (text, places) => {
    const bytes = Buffer.from(text, 'latin1')
    const ordered = [0, ...places.filter((at) => at < bytes.length), bytes.length]
    const parts = ordered
      .toSorted((one, other) => one - other)
      .map((end, index, all) => bytes.subarray(all[index - 1] ?? 0, end))
    const [whole, cut, node] = await Promise.all([
      readBy(ours, [bytes]),
      readBy(ours, parts),
      readBy(nodes, [bytes]),
    ])
    if (whole.join('\n') !== cut.join('\n')) throw new Error('the pieces made a difference')
    const same = whole.every((one, index) => one === node[index])
    if (!same) throw new Error(`read ${JSON.stringify(whole)}, and Node ${JSON.stringify(node)}`)
  })
  return { name: 'every request that is read is the one that Node reads', property }
}

function record(seen: Seen, request: CallRequest, answer: CallAnswer): void {
  let body = ''
  request.on('data', (part) => (body += part.toString('latin1')))
  request.once('end', () => {
    seen.push(JSON.stringify([request.method, request.url, request.rawHeaders, body]))
    answer.writeHead(200, ['content-length', '0']).end()
  })
}

type Open = (socket: Duplex, seen: Seen) => void

const ours: Open = (socket, seen) => {
  serveSocket(socket, {
    handle: (request, answer) => record(seen, request, answer),
    takes: () => true,
    headLimit: 16_384,
    fields: '',
  })
}

const nodes: Open = (socket, seen) => {
  const server = createServer((request, answer) => record(seen, request, answer))
  // What came before the fault counts: the connection is ended by whoever wrote to it.
  server.on('clientError', () => undefined)
  server.emit('connection', socket)
}

/** What a server makes of the parts, when nothing comes after them. */
async function readBy(open: Open, parts: readonly Buffer[]): Promise<Seen> {
  const seen: Seen = []
  const [near, far] = duplexPair()
  far.on('error', () => undefined)
  near.on('error', () => undefined)
  near.resume()
  open(far, seen)
  for (const part of parts) {
    if (part.length > 0 && !near.destroyed) near.write(part)
    await turn()
  }
  let before = -1
  while (before !== seen.length) {
    before = seen.length
    for (let turns = 0; turns < 6; turns += 1) await turn()
  }
  near.destroy()
  far.destroy()
  return seen
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
