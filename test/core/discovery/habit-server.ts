/** Small real HTTP servers on loopback, each with the habits of one test: a table of answers per path. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** Sent as JSON; `text` wins. */
  readonly json?: unknown
  readonly text?: string
  readonly type?: string
  /** `hang`: never answers. `flood`: 64 MB. */
  readonly habit?: 'hang' | 'flood'
}

/** Keys are `POST /mcp`, or `/path` for every method; what is missing is a 404. */
export type Answers = Readonly<Record<string, Answer>>

export interface HabitServer {
  readonly origin: string
  /** `METHOD /path` of each request, in order. */
  readonly requests: string[]
  readonly headers: IncomingMessage['headers'][]
  readonly bodies: string[]
}

/** Starts a server; `answers` gets its origin (or the virtual one given). Stops when the test ends. */
export async function startHabit(
  answers: (origin: string) => Answers,
  virtualOrigin?: string,
): Promise<HabitServer> {
  const requests: string[] = []
  const headers: IncomingMessage['headers'][] = []
  const bodies: string[] = []
  let table: Answers = {}
  const server = createServer((request, response) => {
    const key = `${request.method} ${request.url}`
    requests.push(key)
    headers.push(request.headers)
    void readBody(request).then((body) => {
      bodies.push(body)
      reply(response, table[key] ?? table[request.url ?? ''] ?? { status: 404 })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const origin = `http://127.0.0.1:${port}`
  table = answers(virtualOrigin ?? origin)
  return { origin, requests, headers, bodies }
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

function reply(response: ServerResponse, answer: Answer): void {
  if (answer.habit === 'hang') return
  const type = answer.type ?? (answer.json === undefined ? 'text/plain' : 'application/json')
  response.writeHead(answer.status ?? 200, { 'content-type': type, ...answer.headers })
  if (answer.habit === 'flood') flood(response)
  else response.end(answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json)))
}

function flood(response: ServerResponse): void {
  const chunk = Buffer.alloc(1024 * 1024, ' ')
  let left = 64
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= 1
      if (!response.write(chunk)) {
        response.once('drain', more)
        return
      }
    }
    response.end()
  }
  more()
}

/** A 401, with a challenge if one is given. */
export function demand(challenge?: string | string[]): Answer {
  return { status: 401, ...(challenge && { headers: { 'www-authenticate': challenge } }) }
}

/** The answer of a server that lets anybody `initialize`. */
export const initialized: Answer = {
  json: {
    jsonrpc: '2.0',
    id: 0,
    result: { protocolVersion: '2025-06-18', capabilities: {}, serverInfo: { name: 'x' } },
  },
}

export function resourceDocument(
  resource: string,
  issuers: readonly string[],
  more: Record<string, unknown> = {},
): Answer {
  return { json: { resource, authorization_servers: issuers, ...more } }
}

/** Complete metadata with DCR and S256; members given as undefined are left out. */
export function serverDocument(issuer: string, more: Record<string, unknown> = {}): Answer {
  const { origin } = new URL(issuer)
  return {
    json: {
      issuer,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      registration_endpoint: `${origin}/register`,
      code_challenge_methods_supported: ['S256'],
      ...more,
    },
  }
}
