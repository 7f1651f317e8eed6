/** How the relay turns an agent away: status, words, and a body that tells them from a proxy's error page. */
import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Refusal, RefusalCode } from '../protocol/handshake.ts'

const refusals: Record<RefusalCode, { status: string; message: string; retryAfter?: number }> = {
  nonce_expired: {
    status: '401 Unauthorized',
    message: 'The challenge is used up or over; ask for another one.',
  },
  draining: {
    status: '503 Service Unavailable',
    message: 'The relay is being restarted.',
    retryAfter: 1,
  },
  too_many: {
    status: '503 Service Unavailable',
    message: 'The relay has no room for another machine.',
    retryAfter: 30,
  },
  bad_handshake: { status: '400 Bad Request', message: 'The request is no handshake of an agent.' },
  device_unknown: { status: '403 Forbidden', message: 'The relay does not know this machine.' },
  device_revoked: {
    status: '403 Forbidden',
    message: 'This machine was removed from the tunnel at the relay.',
  },
  proof_wrong: {
    status: '403 Forbidden',
    message: 'The signature is not that of this machine, or was made for another relay.',
  },
  session_unknown: { status: '403 Forbidden', message: 'The control connection is gone.' },
  link_key_unknown: { status: '403 Forbidden', message: 'The relay does not know this link key.' },
  link_key_used: {
    status: '403 Forbidden',
    message: 'This link key was used by another machine already.',
  },
  link_key_expired: { status: '403 Forbidden', message: 'This link key is over.' },
}

/** Status, headers and body of a refusal. */
function refusalAnswer(code: RefusalCode): {
  status: string
  headers: Record<string, string>
  body: string
} {
  const { status, message, retryAfter } = refusals[code]
  const body = JSON.stringify({ refused: { code, message } } satisfies Refusal)
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  }
  return { status, headers, body }
}

/** Answers an ordinary request with a refusal. */
export function sendRefusal(response: ServerResponse, code: RefusalCode): void {
  const { status, headers, body } = refusalAnswer(code)
  response.writeHead(Number(status.slice(0, 3)), headers)
  response.end(body)
}

/** Turns an upgrade away and hangs up. */
export function refuse(socket: Duplex, code: RefusalCode): void {
  const { status, headers, body } = refusalAnswer(code)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n${lines.join('')}\r\n${body}`)
  setTimeout(() => socket.destroy(), 2_000).unref()
}
