/** Opens one carrier socket: dials the relay, proves the device, and switches to the carrier's protocol, plainly or in a WebSocket. */
import { Agent, request } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { webSocketOptions, webSocketStream } from '../../carrier/web-socket-stream.ts'
import { agentPath, upgradeToken, webSocketProtocol } from '../../protocol/handshake.ts'
import type { Role } from '../../protocol/handshake.ts'
import { askNonce, placeOf, readAnswer, refusalIn } from './ask-relay.ts'
import type { Dial } from './carrier.ts'
import type { MakeProof } from './proof.ts'

export interface Opening {
  readonly relay: URL
  readonly dial: Dial
  readonly proof: MakeProof
  readonly role: Role
  /** Empty for the control socket. */
  readonly session: string
  /** Asked of the relay when it is not known yet. */
  readonly nonce?: string
  readonly way: Way
  readonly signal: AbortSignal
}

export type Way = 'plain' | 'web-socket'

/**
 * Resolves with a socket that speaks the carrier's protocol. Rejects with `RelayRefusal` when the relay itself said no, with `NoUpgrade` when
 * something in between did not let the upgrade through, and with the network's error otherwise.
 */
export async function openSocket(opening: Opening): Promise<Duplex> {
  const { relay, signal } = opening
  const socket = await opening.dial(relay, signal)
  const abort = () => void socket.destroy(new Error('dialling was given up'))
  signal.addEventListener('abort', abort, { once: true })
  const agent = agentOver(socket)
  try {
    signal.throwIfAborted()
    const nonce = opening.nonce ?? (await askNonce(relay, agent, signal))
    const { role, session } = opening
    const headers = opening.proof({ relay: relay.origin, role, session, nonce })
    return opening.way === 'plain'
      ? await upgradePlainly(relay, agent, headers)
      : await upgradeToWebSocket(relay, agent, headers)
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** The upgrade did not arrive at the relay, or its answer not here: a proxy that knows only WebSockets, for one. */
export class NoUpgrade extends Error {}

/** An HTTP agent whose one connection is `socket`, so that nonce and upgrade share it. */
export function agentOver(socket: Duplex): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let used = false
  agent.createConnection = () => {
    if (used) throw new NoUpgrade('the connection was closed before the upgrade')
    used = true
    return socket
  }
  return agent
}

function upgradePlainly(
  relay: URL,
  agent: Agent,
  headers: Record<string, string>,
): Promise<Duplex> {
  const ask = request({
    agent,
    ...placeOf(relay),
    path: agentPath,
    headers: { host: relay.host, connection: 'Upgrade', upgrade: upgradeToken, ...headers },
  })
  return new Promise((resolve, reject) => {
    ask.once('upgrade', (answer, socket, head) => {
      if (answer.headers.upgrade !== upgradeToken) {
        socket.destroy()
        return reject(new NoUpgrade('the upgrade led to another protocol'))
      }
      if (head.length > 0) socket.unshift(head)
      resolve(socket)
    })
    turnedAway(ask, reject)
    ask.end()
  })
}

function upgradeToWebSocket(
  relay: URL,
  agent: Agent,
  headers: Record<string, string>,
): Promise<Duplex> {
  // The socket is dialled, and encrypted where it has to be: what is left is plain HTTP over it.
  const socket = new WebSocket(`ws://${relay.host}${agentPath}`, [webSocketProtocol], {
    ...webSocketOptions,
    agent,
    headers,
  })
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (ask, answer) => {
      void refusal(answer).then(reject)
      ask.once('error', () => undefined)
    })
    socket.once('error', (error) => reject(new NoUpgrade(error.message, { cause: error })))
    socket.once('open', () => resolve(webSocketStream(socket)))
  })
}

function turnedAway(ask: ClientRequest, reject: (error: Error) => void): void {
  ask.once('response', (answer) => void refusal(answer).then(reject))
  ask.once('error', (error) => reject(new NoUpgrade(error.message, { cause: error })))
}

async function refusal(answer: IncomingMessage): Promise<Error> {
  const text = await readAnswer(answer)
  return (
    refusalIn(answer, text) ??
    new NoUpgrade(`the upgrade was answered with ${answer.statusCode ?? 0}`)
  )
}
