/** Whether a signature is that of a device's key over exactly what it should be over. */
import { createPublicKey, verify } from 'node:crypto'
import { proofText } from '../protocol/handshake.ts'
import type { ProofParts } from '../protocol/handshake.ts'
import type { Device } from './directory.ts'

/** The headers that every proof has. */
export interface Proof {
  readonly 'aip-tunnel': string
  readonly 'aip-device': string
  readonly 'aip-nonce': string
  readonly 'aip-proof': string
}

/** `given`: what the relay knows itself and takes from no header. */
export function provesDevice(
  device: Device,
  proof: Proof,
  given: Pick<ProofParts, 'relay' | 'role' | 'session'>,
): boolean {
  const text = proofText({
    ...given,
    tunnelId: proof['aip-tunnel'],
    deviceId: proof['aip-device'],
    nonce: proof['aip-nonce'],
  })
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: device.publicKey }
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  return verify(null, Buffer.from(text), key, Buffer.from(proof['aip-proof'], 'base64url'))
}
