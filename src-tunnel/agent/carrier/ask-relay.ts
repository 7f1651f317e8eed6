/** Small questions to the relay over a socket that is already dialled: a nonce, a link; and its refusals. */
import { request } from 'node:http'
import type { Agent, IncomingMessage } from 'node:http'
import { NonceAnswer, Refusal, noncePath } from '../../protocol/handshake.ts'
import type { RefusalCode } from '../../protocol/handshake.ts'

/** The relay itself said no, and why. */
export class RelayRefusal extends Error {
  readonly code: RefusalCode
  /** What the relay asked for in Retry-After. */
  readonly retryAfterMs: number

  constructor(code: RefusalCode, message: string, retryAfterMs: number) {
    super(message)
    this.name = 'RelayRefusal'
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

const answerLimit = 64 * 1024

/** A fresh challenge. Throws `RelayRefusal`, or an error when something else than a relay answered. */
export async function askNonce(relay: URL, agent: Agent, signal: AbortSignal): Promise<string> {
  const { answer, text } = await ask(relay, agent, { method: 'GET', path: noncePath, signal })
  const nonce = NonceAnswer.safeParse(parsed(text))
  if (answer.statusCode === 200 && nonce.success) return nonce.data.nonce
  throw refusalIn(answer, text) ?? notARelay(answer)
}

export interface Question {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
  readonly signal: AbortSignal
}

/** Sends one request over the agent's connection and reads the whole, small answer. */
export function ask(
  relay: URL,
  agent: Agent,
  question: Question,
): Promise<{ answer: IncomingMessage; text: string }> {
  const { method, path, body, signal } = question
  const headers = {
    host: relay.host,
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }),
  }
  return new Promise((resolve, reject) => {
    const asked = request({ agent, ...placeOf(relay), method, path, headers, signal })
    asked.once('error', reject)
    asked.once('response', (answer) => {
      readAnswer(answer).then((text) => resolve({ answer, text }), reject)
    })
    asked.end(body)
  })
}

/** Host and port as every request over one dialled socket has to name them: by these Node's agent knows that the socket fits. */
export function placeOf(relay: URL): { host: string; port: string } {
  return { host: relay.hostname.replace(/^\[|\]$/g, ''), port: relay.port || '80' }
}

/** The text of a small answer; the connection ends when it is a large one. */
export async function readAnswer(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length
    if (size > answerLimit) throw new Error('the answer is too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** The relay's refusal, when that is what came; a proxy's error page is none. */
export function refusalIn(answer: IncomingMessage, text: string): RelayRefusal | undefined {
  const refusal = Refusal.safeParse(parsed(text))
  if (!refusal.success) return undefined
  const { code, message } = refusal.data.refused
  const seconds = Number(answer.headers['retry-after'] ?? 0)
  const retryAfterMs = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 600) * 1000 : 0
  return new RelayRefusal(code, message, retryAfterMs)
}

export function notARelay(answer: IncomingMessage): Error {
  return new Error(`the address answers with ${answer.statusCode ?? 0}, but not as a relay`)
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON; no schema accepts undefined.
    return undefined
  }
}
