/** Dials a relay directly, without a proxy: for tests and for hosts without an HTTP layer of their own. */
import { connect as connectTcp, isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'

/** A connected socket to the origin of `url`; TLS is verified against Node's authorities, or `ca` when given. */
export function defaultDial(ca?: string): (url: URL, signal: AbortSignal) => Promise<Duplex> {
  return (url, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const host = url.hostname.replace(/^\[|\]$/g, '')
      const secure = url.protocol === 'https:'
      const port = Number(url.port) || (secure ? 443 : 80)
      const socket = secure
        ? connectTls({
            host,
            port,
            ...(isIP(host) === 0 && { servername: host }),
            ALPNProtocols: ['http/1.1'],
            ...(ca !== undefined && { ca }),
          })
        : connectTcp({ host, port })
      socket.setNoDelay(true)
      socket.setKeepAlive(true, 15_000)
      const abort = () => void socket.destroy(new Error('dialling was given up'))
      signal.addEventListener('abort', abort, { once: true })
      const settle = () => signal.removeEventListener('abort', abort)
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        settle()
        socket.off('error', reject)
        resolve(socket)
      })
      socket.once('error', reject)
      socket.once('close', settle)
    })
}
