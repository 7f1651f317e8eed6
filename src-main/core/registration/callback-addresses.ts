/** The loopback addresses this app is willing to be called back at, in both spellings of the host (R04, R05). */
import type { LoopbackSpelling } from '#contract/connection.ts'

/** A short fixed list below the ephemeral range, because many servers compare the port although RFC 8252 §7.3 says any. */
export const callbackPorts: readonly number[] = [28463, 28464, 28465]

export const callbackPath = '/callback'

export function otherSpelling(spelling: LoopbackSpelling): LoopbackSpelling {
  return spelling === 'localhost' ? '127.0.0.1' : 'localhost'
}

/** The addresses in one spelling, preferred port first. */
export function callbackAddresses(spelling: LoopbackSpelling, ports = callbackPorts): string[] {
  return ports.map((port) => `http://${spelling}:${String(port)}${callbackPath}`)
}

/** Everything one registration should allow: the preferred spelling first, then the other. */
export function callbackSet(preferred: LoopbackSpelling, ports = callbackPorts): string[] {
  return [
    ...callbackAddresses(preferred, ports),
    ...callbackAddresses(otherSpelling(preferred), ports),
  ]
}

/** What a registration that this app makes allows: this computer in both spellings, or only the platform's callback. */
export function callbacksFor(
  preferred: LoopbackSpelling,
  { ports, callbackUrl }: { readonly ports?: readonly number[]; readonly callbackUrl?: string },
): string[] {
  return callbackUrl === undefined ? callbackSet(preferred, ports) : [callbackUrl]
}

/** The callback of a registration whose sign-ins do not end at this computer. */
export function elsewhereIn(redirectUris: readonly string[]): string | undefined {
  return redirectUris.some((uri) => callbackParts(uri)) ? undefined : redirectUris[0]
}

/** Spelling, port and path of a callback address; undefined for one that is no loopback address. */
export function callbackParts(
  address: string,
):
  | { readonly spelling: LoopbackSpelling; readonly port: number; readonly path: string }
  | undefined {
  const url = URL.parse(address)
  if (url?.protocol !== 'http:') return undefined
  if (url.hostname !== 'localhost' && url.hostname !== '127.0.0.1') return undefined
  return { spelling: url.hostname, port: Number(url.port || '80'), path: url.pathname }
}
