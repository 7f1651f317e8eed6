/** Takes a request's body: held in memory where it has to be looked at or may be sent twice, else streamed (G13, G20). */
import { Transform } from 'node:stream'
import type { Readable } from 'node:stream'
import type { CallRequest } from '#tunnel/http1/call.ts'
import { fieldIn } from '#tunnel/http1/fields.ts'

export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'held'; readonly bytes: Buffer }
  /** Can be read once; `kept` gives it all when it has gone through and was small enough. */
  | {
      readonly kind: 'streamed'
      readonly stream: Readable
      /** Undefined: sent in chunks. */
      readonly length: string | undefined
      kept(): Buffer | undefined
      /** Bytes that went through so far. */
      size(): number
    }
  | { readonly kind: 'too-large' }

export const keepBytes = 4 * 1024 * 1024
/** The largest body that is held because the policy has to see it. */
const inspectBytes = 32 * 1024 * 1024

/** `inspect`: the whole body has to be held, whatever its size. Rejects when the caller breaks off. */
export async function takeBody(request: CallRequest, inspect: boolean): Promise<RequestBody> {
  const length = fieldIn(request.rawHeaders, 'content-length')
  const chunked = fieldIn(request.rawHeaders, 'transfer-encoding') !== undefined
  if (request.whole && request.whole.length > 0) return { kind: 'held', bytes: request.whole }
  if (!chunked && (length === undefined || length === '0')) return { kind: 'none' }
  if (inspect || Number(length) <= keepBytes) return hold(request, length)
  return stream(request, length)
}

function hold(request: CallRequest, length: string | undefined): Promise<RequestBody> {
  if (Number(length) > inspectBytes) return Promise.resolve({ kind: 'too-large' })
  const parts: Buffer[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    request.on('data', (part: Buffer) => {
      size += part.length
      if (size <= inspectBytes) parts.push(part)
      else resolve({ kind: 'too-large' })
    })
    request.once('end', () => {
      const bytes = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
      resolve({ kind: 'held', bytes })
    })
    request.once('error', reject)
    request.once('close', () => reject(new Error('the caller broke off')))
  })
}

function stream(request: CallRequest, length: string | undefined): RequestBody {
  let parts: Buffer[] | undefined = []
  let size = 0
  let complete = false
  const keeper = new Transform({
    transform(part: Buffer, _encoding, done) {
      size += part.length
      if (size > keepBytes) parts = undefined
      parts?.push(part)
      done(null, part)
    },
    flush(done) {
      complete = true
      done()
    },
  })
  request.once('close', () => {
    if (!request.complete) keeper.destroy(new Error('the caller broke off'))
  })
  // The exchange itself is told of a broken body; without a listener the process would end.
  keeper.on('error', () => undefined)
  request.on('data', (part) => {
    if (keeper.write(part)) return
    request.pause()
    keeper.once('drain', () => request.resume())
  })
  request.once('end', () => keeper.end())
  return {
    kind: 'streamed',
    stream: keeper,
    length,
    kept: () => (complete && parts ? Buffer.concat(parts) : undefined),
    size: () => size,
  }
}
