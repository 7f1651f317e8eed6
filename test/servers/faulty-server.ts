/** A right server with one fault: requests pass through a function, which may answer in its place or change the answer. */
import { createAuthorizationServer } from '../../src-main/sample-servers/authorization-server.ts'
import type { AuthorizationServerOptions } from '../../src-main/sample-servers/authorization-server.ts'
import { createProtectedServer } from '../../src-main/sample-servers/protected-server.ts'
import { accountsAndTokens } from '../../src-main/sample-servers/sample-server.ts'
import { startWebServer } from '../../src-main/sample-servers/web-server.ts'

/** `right` gives the answer of the right server, to the request as it came or to another one. */
export type Fault = (
  request: Request,
  right: (instead?: Request) => Promise<Response>,
) => Promise<Response>

export interface FaultyServer {
  /** The address of the endpoint. */
  readonly url: string
  close(): Promise<void>
}

/** Starts it, with registration and everything unless `options` say otherwise. */
export async function startFaultyServer(
  fault: Fault,
  options: Partial<AuthorizationServerOptions> = {},
): Promise<FaultyServer> {
  const title = 'Faulty server'
  const web = await startWebServer()
  const { origin } = web
  const authorization = createAuthorizationServer({
    issuer: origin,
    title,
    resource: `${origin}/mcp`,
    registration: 'dcr',
    metadata: 'oauth',
    issuerInReply: true,
    ...accountsAndTokens({}),
    ...options,
  })
  const { permissionOf } = authorization
  const mcp = createProtectedServer({ title, origin, authorizationServers: [origin], permissionOf })
  const answer = async (request: Request): Promise<Response> =>
    (await authorization.handle(request)) ?? mcp.handle(request)
  web.serve((request) => fault(request, (instead = request) => answer(instead)))
  return {
    url: `${origin}/mcp`,
    async close() {
      await mcp.close()
      await web.close()
    },
  }
}

/** Several faults at once: the first is nearest to whoever asks. */
export function chain(...faults: readonly Fault[]): Fault {
  const [first, ...rest] = faults
  if (!first) return (request, right) => right(request)
  const inner = chain(...rest)
  return (request, right) => first(request, (instead = request) => inner(instead, right))
}

/** Faults that are one answer or one change at one path. */
export function at(
  path: string,
  change: (answer: Response, request: Request) => Response | Promise<Response>,
): Fault {
  return async (request, right) => {
    const { pathname } = new URL(request.url)
    const kept = request.clone()
    const answer = await right()
    return pathname === path ? change(answer, kept) : answer
  }
}

/** The JSON document at `path` with other members; undefined leaves one out. */
export function withMembers(path: string, members: Record<string, unknown>): Fault {
  return at(path, async (answer) => {
    const document = { ...((await answer.json()) as object), ...members }
    return Response.json(document, { status: answer.status, headers: plain(answer.headers) })
  })
}

/** The answer at `path` with other headers; an empty value leaves one out. */
export function withHeaders(path: string, headers: Record<string, string>): Fault {
  return at(path, async (answer) => {
    const changed = new Headers(plain(answer.headers))
    for (const [name, value] of Object.entries(headers)) {
      if (value === '') changed.delete(name)
      else changed.set(name, value)
    }
    return new Response(await answer.text(), { status: answer.status, headers: changed })
  })
}

function plain(headers: Headers): [string, string][] {
  return [...headers].filter(([name]) => name !== 'content-length')
}
