/** The lock of listeners that the relay does not stand in front of: an access key, compared in constant time, and whom it lets in. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { failureAnswer } from '#tunnel/protocol/failure.ts'

/** Header for the key where Authorization is taken; `Authorization: Bearer` works too. */
export const accessKeyHeader = 'aip-access-key'

/** SHA-256 of a key, as hex. */
export function accessKeyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** True when the request presents the key with this hash, in either header. */
export function presentsKey(request: IncomingMessage, hash: string): boolean {
  const bearer = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const own = request.headers[accessKeyHeader]
  const presented = (typeof own === 'string' ? own : undefined) ?? bearer ?? ''
  return timingSafeEqual(Buffer.from(accessKeyHash(presented)), Buffer.from(hash))
}

/** Answers a caller without the key: 403 and not 401, which would make a client look for a sign-in. */
export function refuseCaller(response: ServerResponse): void {
  const { status, headers, body } = failureAnswer('policy_access_denied', {
    message: 'This address needs an access key.',
    next: `Send it as "Authorization: Bearer <key>" or in the header ${accessKeyHeader}.`,
    delivered: 'no',
  })
  response.writeHead(status, headers).end(body)
}

/** Names the caller for the gateway; whatever a caller says of itself is overwritten. */
export function nameCaller(request: IncomingMessage, caller: string): void {
  request.headers['aip-caller'] = caller
}
