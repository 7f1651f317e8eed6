/** How the body of a call is taken: small ones whole, so that nothing is sent to an agent for a caller that never finishes; large ones streamed. */
import type { CallRequest } from '../http1/call.ts'

export type RequestBody =
  | { readonly status: 'whole'; readonly bytes: Buffer }
  | { readonly status: 'streamed'; readonly length: number | undefined }
  | { readonly status: 'too-large' }
  /** Encoded in a way that cannot be passed on. */
  | { readonly status: 'encoded' }
  /** The caller went away, or took too long to send a small body. */
  | { readonly status: 'left' }
  | { readonly status: 'timeout' }

const smallBytes = 16 * 1024
const smallMs = 30_000
const none = Buffer.alloc(0)

export function takeBody(request: CallRequest, limit: number): Promise<RequestBody> {
  if (request.whole) {
    const fits = request.whole.length <= limit
    return Promise.resolve(
      fits ? { status: 'whole', bytes: request.whole } : { status: 'too-large' },
    )
  }
  const { headers } = request
  const encoding = headers['transfer-encoding']
  if (encoding !== undefined) {
    const chunked = encoding.toLowerCase() === 'chunked'
    return Promise.resolve(
      chunked ? { status: 'streamed', length: undefined } : { status: 'encoded' },
    )
  }
  const length = Number(headers['content-length'] ?? 0)
  if (length === 0) return Promise.resolve({ status: 'whole', bytes: none })
  if (length > limit) return Promise.resolve({ status: 'too-large' })
  if (length > smallBytes) return Promise.resolve({ status: 'streamed', length })
  return whole(request)
}

function whole(request: CallRequest): Promise<RequestBody> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    const timer = setTimeout(() => done({ status: 'timeout' }), smallMs)
    const done = (body: RequestBody): void => {
      clearTimeout(timer)
      request.off('close', left)
      resolve(body)
    }
    const left = (): void => done({ status: 'left' })
    request.on('data', (part: Buffer) => parts.push(part))
    request.once('end', () => {
      const [first] = parts
      const bytes = parts.length === 1 && first ? first : Buffer.concat(parts)
      done({ status: 'whole', bytes })
    })
    request.once('close', left)
  })
}
