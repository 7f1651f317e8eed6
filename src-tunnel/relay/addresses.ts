/** Under which addresses the relay is reached: what is configured, else what a request says of itself. */
import type { CallRequest } from '../http1/call.ts'
import { fieldIn } from '../http1/fields.ts'

/** What is read of a request to know how the relay was addressed. */
export type Asked = Pick<CallRequest, 'headers' | 'rawHeaders'>

export interface Addresses {
  /** The host a request names; empty when it names none. */
  readonly hostIn: (headers: readonly string[]) => string
  /** The origin under which agents and callers reach the relay; empty when a request says nothing that is one. */
  readonly originOf: (request: Asked) => string
  /** Where the connections of a tunnel are, without the slash before their names. */
  readonly publicUrlOf: (request: Asked, alias: string) => string
}

export interface AddressOptions {
  readonly publicUrl?: string
  readonly wildcardDomain?: string
  readonly trustProxy: boolean
  /** Agents and callers reach this process itself by TLS. */
  readonly tls: boolean
}

export function createAddresses(options: AddressOptions): Addresses {
  const { publicUrl, wildcardDomain, trustProxy, tls } = options
  const hostIn = (headers: readonly string[]): string => {
    const forwarded = trustProxy ? fieldIn(headers, 'x-forwarded-host') : undefined
    return forwarded ?? fieldIn(headers, 'host') ?? ''
  }
  const originOf = (request: Asked): string => {
    if (publicUrl !== undefined) return new URL(publicUrl).origin
    const forwarded = trustProxy ? request.headers['x-forwarded-proto'] : undefined
    const scheme = forwarded ?? (tls ? 'https' : 'http')
    const text = `${String(scheme)}://${hostIn(request.rawHeaders)}`
    return URL.canParse(text) ? new URL(text).origin : ''
  }
  return {
    hostIn,
    originOf,
    publicUrlOf(request, alias) {
      const origin = originOf(request)
      if (wildcardDomain === undefined) return `${origin}/t/${alias}`
      const url = new URL(origin)
      url.hostname = `${alias}.${wildcardDomain}`
      return url.origin
    },
  }
}
