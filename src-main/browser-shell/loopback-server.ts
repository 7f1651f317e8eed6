/** Serves the window and its app on 127.0.0.1: refuses every host, origin and caller but its own. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AppState } from '#contract/app-state.ts'
import { sessionEnded } from '#contract/loopback-transport.ts'
import type { Problem } from '#contract/problem.ts'
import { appError } from '#core/app-error.ts'
import type { Clock, Log, Random } from '#core/ports.ts'
import type { Dispatch } from '#core/window-app/dispatch.ts'
import { readJson, refuse, send, sendJson } from '../program-door/answers.ts'
import { createSessionKeys } from './session-keys.ts'
import { streamState } from './state-stream.ts'
import { windowHeaders, type WindowFiles } from './window-files.ts'

export interface LoopbackServer {
  readonly port: number
  readonly origin: string
  /** An address that opens one window, once, within a minute unless told otherwise. */
  newLink(lifeMs?: number): string
  close(): Promise<void>
}

export interface LoopbackServerParts {
  readonly dispatch: Dispatch
  readonly watch: (listener: (state: AppState) => void) => () => void
  readonly files: WindowFiles
  readonly random: Random
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** How many windows watch now, after each change. */
  readonly onWindows?: (count: number) => void
}

/** The largest command is an import of a million characters. */
const largestBody = 4_200_000
const largestCode = 1000

/** A printed link is not on a command line, and a person has to carry it to another computer. */
export const linkLifeMs = 10 * 60_000

/** Binds a port the system chooses; nothing but this computer reaches it. */
export async function startLoopbackServer(parts: LoopbackServerParts): Promise<LoopbackServer> {
  const { dispatch, watch, files, random, clock, log, onWindows } = parts
  const lines = new Set<ServerResponse>()
  const keys = createSessionKeys({
    random,
    now: () => clock.now(),
    onReplay: () => {
      log.write('warn', 'a one-time code came twice; its session was ended')
      // A line that is open asks for no key any more. Whoever has a good one dials again.
      for (const line of lines) line.destroy()
    },
  })
  let origin = ''
  const newLink = (lifeMs?: number) => `${origin}/#${keys.newCode(lifeMs)}`
  let windows = 0
  const counted = (by: number) => onWindows?.((windows += by))

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Taken as it was sent: nothing is unescaped or tidied up that could then mean something else.
    const pathname = /^[^?#]*/.exec(request.url ?? '')?.[0] ?? ''
    const command = /^\/command\/([^/]+)$/.exec(pathname)?.[1]
    const isPrivate = command !== undefined || ['/session', '/state'].includes(pathname)
    if (!isPrivate) return serveFile(request, response, pathname, files)
    if (!isOwnPage(request, origin)) return refuse(response, 403, foreign())
    if (pathname === '/session') return swapCode(request, response)
    if (!hasKey(request))
      return refuse(response, 401, sessionEnded('The app does not know the key.'))
    if (pathname === '/state' && request.method === 'GET') {
      lines.add(response)
      response.once('close', () => lines.delete(response))
      counted(1)
      return streamState(response, watch, () => counted(-1))
    }
    if (request.method !== 'POST') return refuse(response, 405, notUnderstood('the method'))
    const body = await readJson(request, largestBody)
    if (body.status === 'refused') return refuse(response, body.code, notUnderstood('the body'))
    sendJson(response, 200, await dispatch(decoded(command ?? ''), body.value))
  }

  const swapCode = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') return refuse(response, 405, notUnderstood('the method'))
    const body = await readJson(request, largestCode)
    if (body.status === 'refused') return refuse(response, body.code, notUnderstood('the body'))
    const { value } = body
    const code = typeof value === 'object' && value !== null && 'code' in value ? value.code : ''
    const key = typeof code === 'string' ? keys.swap(code) : undefined
    if (key === undefined)
      return refuse(response, 403, sessionEnded('This link was used before, or is too old.'))
    sendJson(response, 200, { key })
  }

  const hasKey = (request: IncomingMessage): boolean => {
    const key = /^Bearer ([\w-]{1,200})$/.exec(request.headers.authorization ?? '')?.[1]
    return key !== undefined && keys.isKey(key)
  }

  const server = createServer(
    { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 30_000 },
    (request, response) => {
      // The exact host, before anything else is looked at: a name that was rebound to this address is not ours.
      if (`http://${request.headers.host ?? ''}` !== origin) {
        return refuse(response, 421, foreign())
      }
      serve(request, response).catch((error: unknown) => {
        log.write('warn', 'a request broke off', { why: String(error) })
        response.destroy()
      })
    },
  )
  server.maxConnections = 100
  server.on('upgrade', (_request, socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve)
  })
  const { port } = server.address() as AddressInfo // A server that listens on TCP has one.
  origin = `http://127.0.0.1:${port}`
  return {
    port,
    origin,
    newLink,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Files are public and hold no secret. */
function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  files: WindowFiles,
): void {
  const reading = request.method === 'GET' || request.method === 'HEAD'
  if (!reading) return refuse(response, 405, notUnderstood('the method'))
  const file = files(path)
  if (!file) return send(response, 404, { 'content-type': 'text/plain' }, 'There is no such file.')
  const { body, contentType } = file
  send(response, 200, { ...windowHeaders, 'content-type': contentType }, body)
}

/** Browsers name the page that asks; a page of another origin is refused even if it had a key. Programs name none. */
function isOwnPage({ headers }: IncomingMessage, origin: string): boolean {
  const site = headers['sec-fetch-site']
  const sameSite = site === undefined || site === 'same-origin'
  return sameSite && (headers.origin === undefined || headers.origin === origin)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray percent sign: no command has one.
    return ''
  }
}

function foreign(): Problem {
  return appError('not-supported', {
    step: 'internal',
    whoseTurn: 'aip',
    message: 'Only the window of AIP Desktop may do this.',
    next: 'Open the window with aip open and do it there.',
  }).problem
}

function notUnderstood(what: string): Problem {
  return appError('bad-usage', {
    step: 'input',
    whoseTurn: 'aip',
    message: 'The app did not understand what it was asked to do.',
    next: 'Close the window and open it again with aip open.',
    details: { why: what },
  }).problem
}
