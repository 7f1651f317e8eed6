/** What a provider of the field is, as a small server with its habits, and the habits several of them share. */
import type { AuthorizationServerOptions } from '../../../src-main/sample-servers/authorization-server.ts'
import type { Client } from '../../../src-main/sample-servers/clients.ts'
import { hash } from '../../../src-main/sample-servers/tokens.ts'
import type { ConnectionSettings } from '../../../src-main/contract/connection.ts'
import type { Problem } from '../../../src-main/contract/problem.ts'
import type { Fault } from '../faulty-server.ts'

export interface Vendor {
  /** Whose habits they are, and which. */
  readonly name: string
  readonly fault: Fault
  readonly server?: Partial<AuthorizationServerOptions>
  readonly settings?: Partial<ConnectionSettings>
  /** The person has an app made there and types it in when asked; else they turn away. */
  readonly byHand?: boolean
  /** `works`: tools are called, and the token is refreshed. Else the problem that ends it. */
  readonly ends: 'works' | Pick<Problem, 'code' | 'whoseTurn'>
  /** The heading in `docs/troubleshooting.md`, where it does not simply work. */
  readonly section?: string
  /** What becomes of a refresh of a connection that works, when it is no success. */
  readonly refresh?: Problem['code']
  /** Codes of notes that were told on the way. */
  readonly notes?: readonly string[]
  /** Sign-in pages the person saw; one when left out. */
  readonly pages?: number
}

export const prm = '/.well-known/oauth-protected-resource/mcp'
export const metadata = '/.well-known/oauth-authorization-server'

export const appMadeByHand = { clientId: 'our-app', clientSecret: 'a secret of the app' }

const known: Client = {
  id: appMadeByHand.clientId,
  name: 'AIP Desktop',
  redirectUris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
  secretHash: hash(appMadeByHand.clientSecret),
  authMethod: 'client_secret_post',
}

/** No registration: somebody has made an app there. */
export const byHandOnly = {
  server: { registration: 'by hand', clients: [known] },
  byHand: true,
} satisfies Partial<Vendor>

export const pathOf = (request: Request): string => new URL(request.url).pathname

/** Answers at one path in place of the right server. */
export function instead(
  path: string,
  answer: (request: Request) => Response | Promise<Response>,
): Fault {
  return (request, right) => (pathOf(request) === path ? Promise.resolve(answer(request)) : right())
}

/** Changes the JSON at one path; `origin` is the server's own. */
export function members(path: string, change: (origin: string) => Record<string, unknown>): Fault {
  return async (request, right) => {
    if (pathOf(request) !== path) return right()
    const { origin } = new URL(request.url)
    const answer = await right()
    const document = { ...((await answer.json()) as object), ...change(origin) }
    return Response.json(document, { status: answer.status })
  }
}

/** What the right server has at `from` lies at `to`. */
export function moved(from: string, to: string): Fault {
  return (request, right) => {
    const url = new URL(request.url)
    if (url.pathname === from) return Promise.resolve(new Response('', { status: 404 }))
    if (url.pathname !== to) return right()
    url.pathname = from
    return right(new Request(url, request))
  }
}

/** The issuer has a path, and its metadata lie only where RFC 8414 §3.1 puts them. */
export function issuerWithPath(path: string): Fault {
  return async (request, right) => {
    const { pathname, origin } = new URL(request.url)
    if (pathname === prm) {
      const document = (await (await right()).json()) as object
      return Response.json({ ...document, authorization_servers: [origin + path] })
    }
    if (pathname === metadata + path) {
      const document = (await (await right(new Request(origin + metadata))).json()) as object
      return Response.json({ ...document, issuer: origin + path })
    }
    return pathname.startsWith('/.well-known/') ? new Response('', { status: 404 }) : right()
  }
}

/** The same server under another name of this computer: another origin. */
export const otherOrigin = (origin: string): string => origin.replace('127.0.0.1', 'localhost')

/** The form a request brought, without using it up. */
export async function formOf(request: Request): Promise<URLSearchParams> {
  return new URLSearchParams(await request.clone().text())
}

/** Sends the person back with an error. */
export function sentBack(request: Request, error: string, description = ''): Response {
  const { searchParams } = new URL(request.url)
  const target = new URL(searchParams.get('redirect_uri') ?? '')
  target.searchParams.set('error', error)
  if (description !== '') target.searchParams.set('error_description', description)
  target.searchParams.set('state', searchParams.get('state') ?? '')
  return Response.redirect(target, 302)
}
