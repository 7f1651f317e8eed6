/** Which headers go on and which end here, as deny-lists: servers and callers have headers of their own (G2 to G6, G14, G19). */

/** Names and values in turn, as they were on the wire. */
export type HeaderList = string[]

/** RFC 9110 §7.6.1, and what frames a message on one leg only (G5, G28). */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'content-length',
]

/** Who asked, by way of whom, from which page: none of the server's business, and its guards against rebinding act on it (G14). */
const aboutTheWay = [
  'origin',
  'referer',
  'forwarded',
  'via',
  'x-real-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'proxy-authorization',
  'cookie',
  'cookie2',
]
const aboutTheWayPrefixes = ['x-forwarded-', 'sec-fetch-', 'aip-']

/** The caller's own credentials end here where the edge adds the token (G6). */
const credentials = ['authorization', 'dpop']

const neverBack = ['proxy-authenticate', 'proxy-authentication-info', 'alt-svc']
/** Challenges and sessions of the server are between it and the edge (G19). */
const betweenServerAndEdge = [
  'www-authenticate',
  'authentication-info',
  'dpop-nonce',
  'set-cookie',
  'set-cookie2',
  'strict-transport-security',
  'clear-site-data',
]

const droppedAlways = new Set([...hopByHop, ...aboutTheWay])
/** A compressed answer could not be searched for the token. */
const droppedForToken = new Set([...droppedAlways, ...credentials, 'accept-encoding'])
const neverAnswered = new Set([...hopByHop, ...neverBack])
const neverAnsweredWithToken = new Set([...neverAnswered, ...betweenServerAndEdge])

export interface RequestHeaderOptions {
  readonly passThrough: boolean
  /** Headers to write in place of the caller's: static ones, and the token. */
  readonly own: readonly (readonly [string, string])[]
}

/** The headers of the request to the server, without those that frame it. */
export function requestHeaders(raw: readonly string[], options: RequestHeaderOptions): HeaderList {
  const dropped = options.passThrough ? droppedAlways : droppedForToken
  const named = new Set(namedByConnection(raw))
  for (const [name] of options.own) named.add(name.toLowerCase())
  const kept = without(raw, (name) => dropped.has(name) || named.has(name) || hasPrefix(name))
  if (!options.passThrough) kept.push('accept-encoding', 'identity')
  for (const [name, value] of options.own) kept.push(name, value)
  return kept
}

/** The headers of the answer to the caller; `content-length` stays when the body does. */
export function responseHeaders(
  raw: readonly string[],
  options: { readonly passThrough: boolean; readonly sameLength: boolean },
): HeaderList {
  const dropped = options.passThrough ? neverAnswered : neverAnsweredWithToken
  const named = namedByConnection(raw)
  return without(raw, (name) => {
    if (name === 'content-length') return !options.sameLength
    // Only the tunnel itself says that the tunnel failed.
    return dropped.has(name) || named.includes(name) || name.startsWith('aip-')
  })
}

function hasPrefix(name: string): boolean {
  return aboutTheWayPrefixes.some((prefix) => name.startsWith(prefix))
}

/**
 * Headers that `Connection` names are for one leg. Those a message cannot do without are not given up for it: a caller could take the
 * session, or a blocked tool's name, out of a request that way.
 */
function namedByConnection(raw: readonly string[]): string[] {
  const named: string[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]?.length !== 10 || raw[at]?.toLowerCase() !== 'connection') continue
    named.push(...(raw[at + 1] ?? '').split(',').map((each) => each.trim().toLowerCase()))
  }
  return named.filter((name) => !/^(mcp-|content-|accept|authorization$)/.test(name))
}

function without(raw: readonly string[], drops: (name: string) => boolean): HeaderList {
  const kept: HeaderList = []
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? ''
    if (!drops(name.toLowerCase())) kept.push(name, raw[at + 1] ?? '')
  }
  return kept
}
