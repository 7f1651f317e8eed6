/** A loopback server that gives the answers it is told to give, one after the other, and keeps what it was asked. */
import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll } from 'vitest'
import type { ServerMetadata } from '#contract/discovery.ts'
import type { Registration } from '#core/records.ts'

export interface Asked {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly form: Record<string, string>
}

export interface Scripted {
  readonly status?: number
  readonly headers?: Record<string, string>
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown
}

export type Script = (asked: Asked, turn: number) => Scripted

export interface ScriptedServer {
  readonly origin: string
  readonly asked: Asked[]
  readonly metadata: ServerMetadata
  /** Gives these answers from now on; the last one stays. */
  answers(...script: readonly (Scripted | Script)[]): void
}

/** Starts the server for the tests of the calling file, and stops it after them. */
export async function scriptedServer(): Promise<ScriptedServer> {
  const asked: Asked[] = []
  let script: readonly (Scripted | Script)[] = []
  let turn = 0
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const one: Asked = {
      path: request.url ?? '',
      headers: request.headers,
      form: Object.fromEntries(new URLSearchParams(await text(request))),
    }
    asked.push(one)
    const entry = script[Math.min(turn, script.length - 1)] ?? { status: 500 }
    const scripted = typeof entry === 'function' ? entry(one, turn) : entry
    turn += 1
    const body = scripted.body ?? {}
    response.writeHead(scripted.status ?? 200, {
      'content-type': 'application/json',
      ...scripted.headers,
    })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    asked,
    metadata: {
      issuer: origin,
      token_endpoint: `${origin}/token`,
      revocation_endpoint: `${origin}/revoke`,
      userinfo_endpoint: `${origin}/me`,
      device_authorization_endpoint: `${origin}/device`,
    },
    answers(...next) {
      script = next
      turn = 0
      asked.length = 0
    },
  }
}

export const TOKENS = { access_token: 'at-1', token_type: 'Bearer', expires_in: 3600 }

/** A client at the scripted server; a confidential one unless `secret` is empty. */
export function clientAt(issuer: string, parts: Partial<Registration> = {}): Registration {
  return {
    issuer,
    source: 'manual',
    clientId: 'our client',
    clientSecret: 's3cr+t/=?',
    authMethod: 'client_secret_basic',
    redirectUris: ['http://127.0.0.1:7777/callback'],
    createdAt: 0,
    ...parts,
  }
}

/** The problem a promise ends in; fails when it succeeds. */
export async function problemOf(promise: Promise<unknown>) {
  const { AppError } = await import('#core/app-error.ts')
  const error: unknown = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error.problem
  throw error
}
