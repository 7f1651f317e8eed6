/** Makes this machine a device of a tunnel: exchanges a one-time link key for an identity whose private key never leaves it. */
import { generateKeyPairSync } from 'node:crypto'
import { LinkAnswer, readLinkKey } from '../protocol/linking.ts'
import type { LinkRequest } from '../protocol/linking.ts'
import { linkPath } from '../protocol/handshake.ts'
import { ask, notARelay, parsed, refusalIn } from './carrier/ask-relay.ts'
import type { Dial, DeviceIdentity } from './carrier/carrier.ts'
import { defaultDial } from './carrier/default-dial.ts'
import { agentOver } from './carrier/open-socket.ts'

export interface LinkOptions {
  /** How the machine is called, for the relay's administrator. */
  readonly name: string
  readonly os: string
  readonly version: string
  readonly dial?: Dial
  readonly signal: AbortSignal
}

export interface LinkedDevice extends DeviceIdentity {
  /** Origin of the relay. */
  readonly relay: string
  /** The tunnel's alias. */
  readonly tunnel: string
  /** Address under which the relay offers the tunnel's connections. */
  readonly publicUrl: string
}

/** The text is no link key. */
export class NoLinkKey extends Error {}

/**
 * Throws `NoLinkKey`, `RelayRefusal` (key unknown, used or over), or the network's error. After an error whose cause is the network, the same
 * key may be tried again: the relay counts it as used only once it has a device.
 */
export async function link(key: string, options: LinkOptions): Promise<LinkedDevice> {
  const read = readLinkKey(key)
  if (!read) throw new NoLinkKey('the text is no link key')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const request: LinkRequest = {
    secret: read.secret,
    publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
    name: options.name,
    os: options.os,
    version: options.version,
  }
  const answer = await exchangeKey(new URL(read.relay), request, options)
  return {
    ...answer,
    relay: read.relay,
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
  }
}

/** Asks twice when the answer got lost: for the same public key the relay gives the same device. */
async function exchangeKey(
  relay: URL,
  request: LinkRequest,
  options: LinkOptions,
): Promise<LinkAnswer> {
  try {
    return await askOnce(relay, request, options)
  } catch (error) {
    const lost = error instanceof Error && 'code' in error && error.code === 'ECONNRESET'
    if (!lost || options.signal.aborted) throw error
    return askOnce(relay, request, options)
  }
}

async function askOnce(
  relay: URL,
  request: LinkRequest,
  { dial = defaultDial(), signal }: LinkOptions,
): Promise<LinkAnswer> {
  const socket = await dial(relay, signal)
  try {
    const { answer, text } = await ask(relay, agentOver(socket), {
      method: 'POST',
      path: linkPath,
      body: JSON.stringify(request),
      signal,
    })
    const linked = LinkAnswer.safeParse(parsed(text))
    if (answer.statusCode === 200 && linked.success) return linked.data
    throw refusalIn(answer, text) ?? notARelay(answer)
  } finally {
    socket.destroy()
  }
}
