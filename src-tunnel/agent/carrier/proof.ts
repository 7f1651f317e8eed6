/** Signs the relay's challenge with the device's key. */
import { createPrivateKey, sign } from 'node:crypto'
import { proofText } from '../../protocol/handshake.ts'
import type { ProofParts } from '../../protocol/handshake.ts'
import type { DeviceIdentity } from './carrier.ts'

export type MakeProof = (parts: Omit<ProofParts, 'tunnelId' | 'deviceId'>) => Record<string, string>

/** Returns a function that makes the headers of an upgrade request. Throws when the key is no Ed25519 key. */
export function proofMaker(identity: DeviceIdentity): MakeProof {
  const key = createPrivateKey({
    key: Buffer.from(identity.privateKey, 'base64url'),
    format: 'der',
    type: 'pkcs8',
  })
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the device key is no Ed25519 key')
  const { tunnelId, deviceId } = identity
  return (parts) => ({
    'aip-tunnel': tunnelId,
    'aip-device': deviceId,
    'aip-role': parts.role,
    'aip-nonce': parts.nonce,
    ...(parts.session !== '' && { 'aip-session': parts.session }),
    'aip-proof': sign(null, Buffer.from(proofText({ ...parts, tunnelId, deviceId })), key).toString(
      'base64url',
    ),
  })
}
