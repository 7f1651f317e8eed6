/** Lets a machine call one of its own connections as a platform would, to look at the way: by its device key, once for each challenge. */
import type { CallRequest } from '../http1/call.ts'
import { ProbeProof, probeBody, probeCaller } from '../protocol/probe.ts'
import type { Access } from './access.ts'
import type { Directory } from './directory.ts'
import type { Nonces } from './nonces.ts'
import { provesDevice } from './proves-device.ts'

export interface ProbeAccessPorts {
  readonly directory: Directory
  readonly nonces: Nonces
  /** Address of a tunnel, as seen from this request. */
  readonly publicUrlOf: (request: ProbeRequest, alias: string) => string
}

export type ProbeRequest = Pick<CallRequest, 'method' | 'headers' | 'rawHeaders'>

export interface ProbeTarget {
  readonly tunnel: string
  readonly connection: string
  readonly path: string
}

export type CheckProbe = (request: ProbeRequest, target: ProbeTarget) => Access

/** The address of the caller and client certificates are not looked at: they say where platforms are, and this is the machine itself. */
export function createProbeAccess({ directory, nonces, ...ports }: ProbeAccessPorts): CheckProbe {
  return (request, target) => {
    if (request.headers['aip-role'] !== 'probe') return denied('no access key')
    const parsed = ProbeProof.safeParse(request.headers)
    if (!parsed.success) return denied('a probe without a proof')
    const proof = parsed.data
    const nonce = proof['aip-nonce']
    const snapshot = directory.snapshot()
    const tunnel = snapshot.byAlias.get(target.tunnel)
    const device = snapshot.devices.get(proof['aip-device'])
    const known = tunnel && device?.tunnelId === tunnel.id && proof['aip-tunnel'] === tunnel.id
    if (!known || device.revokedAt !== null) return denied('a probe of an unknown machine')
    if (!nonces.good(nonce)) return denied('a probe with a challenge that is over')
    const relay = new URL(ports.publicUrlOf(request, tunnel.alias)).origin
    const given = { role: 'probe', session: target.connection, relay } as const
    if (!provesDevice(device, proof, given)) return denied('a probe with a wrong proof')
    if (!nonces.spend(nonce)) return denied('a probe with a challenge that is spent')
    return {
      status: 'allowed',
      tunnel,
      caller: probeCaller,
      inAuthorization: true,
      onlyDevice: device.id,
    }
  }
}

/** True when the request asks what a probe may ask and nothing else. */
export function isProbe(request: ProbeRequest, target: ProbeTarget, body: Uint8Array): boolean {
  const plain = request.method === 'POST' && target.path === `/${target.connection}`
  return plain && Buffer.from(body).equals(Buffer.from(probeBody))
}

function denied(why: string): Access {
  return { status: 'denied', why }
}
