/** Waits on loopback for browsers that come back from sign-ins; all logins of a process share its listeners (R05). */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { appError } from '#core/app-error.ts'
import type { Callback, CallbackListener } from '#core/ports.ts'
import { callbackPage, pageHeaders } from './callback-page.ts'
import type { PageKind } from './callback-page.ts'
import { openLoopbackPort } from './loopback-port.ts'
import type { LoopbackPort } from './loopback-port.ts'
import { portHolder } from './port-holder.ts'
import { say } from '#core/say.ts'

/** One login that waits for the request with its `state`. */
interface Waiter {
  readonly path: string
  readonly listener: symbol
  readonly arrived: (query: URLSearchParams) => void
  readonly abandoned: () => void
}

/** A port in use, with the logins that share it. */
interface SharedPort {
  readonly opened: LoopbackPort
  readonly listeners: Set<symbol>
  readonly waiting: Map<string, Waiter>
  /** States already answered: a reload in the browser is no reason to frighten anybody. */
  readonly answered: Map<string, symbol>
}

/** The callback listener of this process. */
export function createCallback(): Callback {
  const shared = new Map<number, SharedPort>()
  // One after the other, so that two logins that start at once find each other's port.
  let turn: Promise<unknown> = Promise.resolve()

  const open = async (port: number): Promise<SharedPort | undefined> => {
    const known = shared.get(port)
    if (known) return known
    const waiting: SharedPort['waiting'] = new Map()
    const answered: SharedPort['answered'] = new Map()
    const opened = await openLoopbackPort(port, (request, response) =>
      answer(request, response, waiting, answered),
    )
    if (!opened) return undefined
    const fresh = { opened, listeners: new Set<symbol>(), waiting, answered }
    shared.set(opened.port, fresh)
    return fresh
  }

  const join = async (ports: readonly number[]): Promise<[SharedPort, symbol]> => {
    for (const port of ports) {
      const found = await open(port)
      if (!found) continue
      const id = Symbol('login')
      found.listeners.add(id)
      return [found, id]
    }
    throw await allBusy(ports)
  }

  const leave = async (port: SharedPort, id: symbol): Promise<void> => {
    if (!port.listeners.delete(id)) return
    for (const [state, waiter] of port.waiting) {
      if (waiter.listener !== id) continue
      port.waiting.delete(state)
      waiter.abandoned()
    }
    for (const [state, owner] of port.answered) if (owner === id) port.answered.delete(state)
    if (port.listeners.size > 0) return
    shared.delete(port.opened.port)
    await port.opened.close()
  }

  return {
    async listen({ spelling, ports, path }) {
      const joining = turn.then(() => join(ports))
      // Who waits behind a failure does not share it.
      turn = joining.catch(() => undefined)
      const [port, id] = await joining
      const name = port.opened.ipv4 ? spelling : 'localhost'
      return listenerOn(port, id, path, `http://${name}:${port.opened.port}${path}`, () => {
        const leaving = turn.then(() => leave(port, id))
        turn = leaving.catch(() => undefined)
        return leaving
      })
    },
  }
}

function listenerOn(
  port: SharedPort,
  id: symbol,
  path: string,
  redirectUri: string,
  close: () => Promise<void>,
): CallbackListener {
  return {
    redirectUri,
    port: port.opened.port,
    close,
    reply: (state, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        if (!port.listeners.has(id)) return reject(stopped())
        const forget = () => {
          port.waiting.delete(state)
          signal.removeEventListener('abort', abort)
        }
        const abort = () => {
          forget()
          reject(signal.reason)
        }
        signal.addEventListener('abort', abort, { once: true })
        port.waiting.set(state, {
          path,
          listener: id,
          arrived: (query) => {
            forget()
            resolve(query)
          },
          abandoned: () => {
            forget()
            reject(stopped())
          },
        })
      }),
  }
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  waiting: SharedPort['waiting'],
  answered: SharedPort['answered'],
): void {
  const url = addressOf(request)
  if (!url) return send(response, 400, 'unexpected')
  if (request.method !== 'GET') return send(response, 405, 'unexpected')
  if (url.pathname === '/favicon.ico') return send(response, 404, 'unexpected')
  const states = url.searchParams.getAll('state')
  const state = states.length === 1 ? (states[0] ?? '') : ''
  const kind = url.searchParams.has('error') ? 'refused' : 'arrived'
  const waiter = waiting.get(state)
  if (!waiter && answered.has(state)) return send(response, 200, kind)
  if (!waiter || url.pathname !== waiter.path) return send(response, 400, 'unexpected')
  waiting.delete(state)
  answered.set(state, waiter.listener)
  // The login goes on, and may close this port, once the page is on its way.
  response.once('close', () => waiter.arrived(url.searchParams))
  send(response, 200, kind)
}

/**
 * The address that was asked for, or undefined when the request did not come by one of the loopback names: a web page that
 * points its own name at 127.0.0.1 (DNS rebinding) sends that name as Host.
 */
function addressOf(request: IncomingMessage): URL | undefined {
  const host = (request.headers.host ?? '').toLowerCase()
  const port = request.socket.localPort ?? 0
  const names = ['127.0.0.1', 'localhost', '[::1]']
  const known = names.some((name) => host === `${name}:${port}` || (port === 80 && host === name))
  const target = request.url ?? ''
  // A target that is no path (`//host`, `http://…`) could be read as another host.
  if (!known || !/^\/(?!\/)/.test(target)) return undefined
  return URL.canParse(target, `http://${host}`) ? new URL(target, `http://${host}`) : undefined
}

function send(response: ServerResponse, status: number, kind: PageKind): void {
  response.writeHead(status, pageHeaders()).end(callbackPage(kind))
}

function stopped() {
  return appError('cancelled', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: 'The sign-in was stopped.',
    next: 'Start the sign-in again.',
  })
}

async function allBusy(ports: readonly number[]) {
  const found = await Promise.all(ports.map((port) => portHolder(port)))
  const holders = [...new Set(found.filter((each) => each !== undefined))].join(', ')
  return appError('callback-port-busy', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: say('callback-port-busy', {
      program: holders || say('callback-port-busy.another'),
      ports: ports.join(', '),
    }),
    next: say('callback-port-busy.next'),
    details: { ports: ports.join(', '), ...(holders !== '' && { holders }) },
  })
}
