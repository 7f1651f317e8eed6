/** How our servers on loopback answer and read: the headers on everything, JSON replies, and bodies with a limit. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Problem } from '#contract/problem.ts'

/** No page of another origin may read or embed anything of ours; nothing is kept by a cache. */
const everywhere = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
}

export function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, { ...everywhere, ...headers })
  response.end(body)
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(
    response,
    status,
    { 'content-type': 'application/json; charset=utf-8' },
    JSON.stringify(value),
  )
}

/** A refusal in the shape of a reply. It says nothing about why a key is no good. */
export function refuse(response: ServerResponse, status: number, problem: Problem): void {
  sendJson(response, status, { ok: false, problem })
}

/** Begins a stream of JSON documents, one a line. */
export function beginLines(response: ServerResponse): void {
  response.writeHead(200, { ...everywhere, 'content-type': 'application/x-ndjson; charset=utf-8' })
  response.flushHeaders()
}

export type Body =
  | { readonly status: 'read'; readonly value: unknown }
  | { readonly status: 'refused'; readonly code: 400 | 413 | 415 }

/** Reads a JSON body of at most `limit` bytes. Another content type is what a form of a foreign page could send. */
export async function readJson(request: IncomingMessage, limit: number): Promise<Body> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') return { status: 'refused', code: 415 }
  if (Number(request.headers['content-length'] ?? 0) > limit)
    return { status: 'refused', code: 413 }
  const text = await readText(request, limit)
  if (text === undefined) return { status: 'refused', code: 413 }
  try {
    return { status: 'read', value: JSON.parse(text) }
  } catch {
    // Not JSON: the caller answers so.
    return { status: 'refused', code: 400 }
  }
}

/** Undefined: longer than `limit` bytes. The rest is let run out, so that the refusal can be read. */
function readText(request: IncomingMessage, limit: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else resolve(undefined)
    })
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    request.once('error', reject)
    request.once('close', () => reject(new Error('the request broke off')))
  })
}
