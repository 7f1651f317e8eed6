/** The agents' side: challenges, link keys, and the upgrade of a proven device's connection to a control or call socket. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { webSocketOptions, webSocketStream } from '../carrier/web-socket-stream.ts'
import { Handshake, upgradeToken, webSocketProtocol } from '../protocol/handshake.ts'
import type { RefusalCode } from '../protocol/handshake.ts'
import { startAgentSession } from './agent-session.ts'
import type { Device, Directory } from './directory.ts'
import type { Metrics } from './metrics.ts'
import type { Nonces } from './nonces.ts'
import { provesDevice } from './proves-device.ts'
import { refuse } from './refusals.ts'
import type { Sessions } from './sessions.ts'

export interface AgentDoorPorts {
  readonly directory: Directory
  readonly sessions: Sessions
  readonly nonces: Nonces
  readonly metrics: Metrics
  readonly now: () => number
  readonly draining: () => boolean
  /** The origin an agent has to have dialled, as seen from this request. */
  readonly originOf: (request: IncomingMessage) => string
  readonly publicUrlOf: (request: IncomingMessage, alias: string) => string
  readonly addressOf: (request: IncomingMessage) => string
  readonly log: (message: string, facts: Record<string, unknown>) => void
}

/** Agents connected at a time. */
const mostAgents = 20_000

/** Answers an upgrade request on the agents' path: switches protocols, or says why not and hangs up. */
export function createAgentDoor(
  ports: AgentDoorPorts,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const webSockets = new WebSocketServer({
    ...webSocketOptions,
    noServer: true,
    handleProtocols: () => webSocketProtocol,
  })
  return (request, socket, head) => {
    socket.on('error', () => undefined)
    const checked = checkHandshake(request, ports)
    if ('code' in checked) return refuse(socket, checked.code)
    const { handshake, device } = checked
    const open = (stream: Duplex): void => {
      if (handshake['aip-role'] === 'call') {
        const session = ports.sessions.byId(handshake['aip-session'] ?? '')
        // Between the check and now the session may have ended.
        if (session) session.calls.add(stream)
        else stream.destroy()
      } else openControl(stream, request, device, ports)
    }
    if (request.headers.upgrade === upgradeToken) {
      if (head.length > 0) socket.unshift(head)
      setDirect(socket)
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${upgradeToken}\r\n\r\n`,
      )
      open(socket)
    } else {
      setDirect(socket)
      webSockets.handleUpgrade(request, socket, head, (one) => open(webSocketStream(one)))
    }
  }
}

type Checked = { readonly handshake: Handshake; readonly device: Device } | { code: RefusalCode }

function checkHandshake(request: IncomingMessage, ports: AgentDoorPorts): Checked {
  const parsed = Handshake.safeParse(request.headers)
  const upgrade = request.headers.upgrade
  const known = upgrade === upgradeToken || upgrade?.toLowerCase() === 'websocket'
  if (!parsed.success || !known) return { code: 'bad_handshake' }
  const handshake = parsed.data
  if (ports.draining()) return { code: 'draining' }
  const device = deviceOf(ports.directory, handshake['aip-device'])
  // The same answer for both: whether a device exists is nobody else's business.
  if (!device || device.tunnelId !== handshake['aip-tunnel']) return { code: 'device_unknown' }
  const nonce = handshake['aip-nonce']
  const isCall = handshake['aip-role'] === 'call'
  if (!isCall && !ports.nonces.good(nonce)) return { code: 'nonce_expired' }
  const given = {
    relay: ports.originOf(request),
    role: handshake['aip-role'],
    session: handshake['aip-session'] ?? '',
  }
  if (!provesDevice(device, handshake, given)) return { code: 'proof_wrong' }
  if (device.revokedAt !== null) return { code: 'device_revoked' }
  if (!isCall) {
    if (!ports.nonces.spend(nonce)) return { code: 'nonce_expired' }
    return ports.sessions.size() < mostAgents ? { handshake, device } : { code: 'too_many' }
  }
  const session = ports.sessions.byId(handshake['aip-session'] ?? '')
  if (session?.deviceId !== device.id) return { code: 'session_unknown' }
  return session.calls.expects(nonce) ? { handshake, device } : { code: 'nonce_expired' }
}

/** A machine that is not known may have been linked at another relay with the same directory just now. */
function deviceOf(directory: Directory, id: string): Device | undefined {
  const find = () => directory.snapshot().devices.get(id)
  return find() ?? (directory.refresh() ? find() : undefined)
}

function openControl(
  stream: Duplex,
  request: IncomingMessage,
  device: Device,
  ports: AgentDoorPorts,
): void {
  const tunnel = ports.directory.snapshot().tunnels.get(device.tunnelId)
  if (!tunnel) return void stream.destroy()
  const facts = { tunnel: tunnel.alias, device: device.id }
  const session = startAgentSession(stream, {
    tunnelId: device.tunnelId,
    deviceId: device.id,
    address: ports.addressOf(request),
    publicUrl: ports.publicUrlOf(request, tunnel.alias),
    now: ports.now,
    onChange: () => ports.sessions.changed(),
    onEnd: (ended, how) => {
      ports.sessions.remove(ended, how)
      ports.metrics.agent(how)
      ports.log('an agent has gone', { ...facts, how })
    },
  })
  ports.sessions.add(session)
  ports.metrics.agent('joined')
  ports.log('an agent has joined', facts)
}

function setDirect(socket: Duplex): void {
  if ('setNoDelay' in socket && typeof socket.setNoDelay === 'function') socket.setNoDelay(true)
  if ('setKeepAlive' in socket && typeof socket.setKeepAlive === 'function') {
    socket.setKeepAlive(true, 15_000)
  }
  if ('setTimeout' in socket && typeof socket.setTimeout === 'function') socket.setTimeout(0)
}
