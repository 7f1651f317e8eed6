/** Describes an opened connection for people who look for a fault: where it leads, through which proxy, with which certificate. */
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { SeenConnection } from '#core/ports.ts'

/** `base` is the TCP connection, `ready` the one that carries the requests: the same, or TLS over it. */
export function seenConnection(
  url: URL,
  proxy: URL | undefined,
  base: Socket,
  ready: Socket,
): SeenConnection {
  const tls = ready instanceof TLSSocket ? tlsOf(ready) : undefined
  return {
    origin: url.origin,
    address: addressOf(base),
    ...(proxy && { proxy: proxy.host }),
    ...(tls && { tls }),
  }
}

function addressOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  const host = remoteAddress.includes(':') ? `[${remoteAddress}]` : remoteAddress
  return host === '' ? '' : `${host}:${remotePort}`
}

function tlsOf(socket: TLSSocket): SeenConnection['tls'] {
  const certificate = socket.getPeerX509Certificate()
  if (!certificate) return undefined
  return {
    protocol: socket.getProtocol() ?? '',
    subject: commonName(certificate.subject),
    issuer: commonName(certificate.issuer),
    validTo: certificate.validToDate.getTime(),
  }
}

/** The common name of a distinguished name as Node prints it, or all of it in one line. */
function commonName(name: string): string {
  const line = name.split('\n').find((each) => each.startsWith('CN='))
  return line?.slice(3) ?? name.replaceAll('\n', ', ')
}
