/** Takes each request to where it belongs (a call, a path of the relay's own, or nowhere), and counts those under way. */
import { IncomingMessage, ServerResponse } from 'node:http'
import type { CallAnswer, CallRequest } from '../http1/call.ts'
import { notFound, sendFailure } from './caller-door.ts'
import type { CallerDoor } from './caller-door.ts'
import type { OwnPaths } from './own-paths.ts'
import type { Target } from './target.ts'

export interface ReceptionPorts {
  readonly targetIn: (url: string, headers: readonly string[]) => Target
  readonly addressOf: (request: CallRequest) => string
  readonly callerDoor: CallerDoor
  readonly ownPaths: OwnPaths
  /** Somebody's mistake here, and not the caller's. */
  readonly mistake: (error: unknown) => void
}

export interface Reception {
  /** Answers one request. Without `withOwnPaths` only calls are answered. */
  serve(request: CallRequest, response: CallAnswer, withOwnPaths: boolean): void
  inFlight(): number
  /** Resolves as soon as nothing is under way; at once where nothing is. */
  idle(): Promise<void>
}

export function createReception(ports: ReceptionPorts): Reception {
  let inFlight = 0
  let whenIdle: (() => void) | undefined

  const handle = async (
    request: CallRequest,
    response: CallAnswer,
    withOwnPaths: boolean,
  ): Promise<void> => {
    const target = ports.targetIn(request.url ?? '', request.rawHeaders)
    switch (target.kind) {
      case 'call':
      case 'well-known':
        return ports.callerDoor(request, response, target, ports.addressOf(request))
      case 'relay':
        // Only Node's server is given those: the front takes nothing but calls itself.
        return withOwnPaths &&
          request instanceof IncomingMessage &&
          response instanceof ServerResponse
          ? ports.ownPaths(request, response, target.path)
          : notFound(response)
      case 'unsafe':
        return sendFailure(request, response, 'policy_path', {
          message: 'The path can be read in more than one way.',
          next: 'Use the address of the connection as it was shown.',
          delivered: 'no',
        })
      case 'nothing':
        return notFound(response)
    }
  }

  return {
    serve(request, response, withOwnPaths) {
      inFlight += 1
      response.once('close', () => {
        inFlight -= 1
        if (inFlight === 0) whenIdle?.()
      })
      request.on('error', () => undefined)
      response.on('error', () => undefined)
      handle(request, response, withOwnPaths).catch((error: unknown) => {
        ports.mistake(error)
        sendFailure(request, response, 'relay_failed', {
          message: 'The relay made a mistake.',
          next: 'Tell its administrator; the log has more.',
          delivered: 'unknown',
        })
      })
    },
    inFlight: () => inFlight,
    idle: () =>
      new Promise((resolve) => {
        if (inFlight === 0) resolve()
        else whenIdle = resolve
      }),
  }
}
