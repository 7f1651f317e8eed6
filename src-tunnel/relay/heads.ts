/** Which headers travel on: of the platform's request to the agent, and of the agent's answer to the platform (G2 to G6). */

/** RFC 9110 §7.6.1, and what only made sense between two neighbours. `expect` was answered already, `host` is written anew. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'http2-settings',
])

/**
 * All tunnels share the relay's host, so nothing may pass that a browser keeps for a whole host: a server behind one tunnel could plant
 * cookies for the others, or pin their certificates.
 */
const hostWide = new Set([
  'set-cookie',
  'strict-transport-security',
  'public-key-pins',
  'alt-svc',
  'clear-site-data',
  'service-worker-allowed',
  'nel',
  'report-to',
  'reporting-endpoints',
  'origin-agent-cluster',
])

export interface RequestHead {
  readonly method: string
  readonly path: string
  readonly rawHeaders: readonly string[]
  readonly caller: string
  /** The Authorization of the caller is the platform's own and meant for the server. */
  readonly keepAuthorization: boolean
  readonly body: 'none' | 'chunked' | { readonly length: number }
  /** A probe for metadata that was aimed at the root of the host. */
  readonly wellKnownAtRoot: boolean
}

/** The head of the request to the agent, as bytes in Latin-1. Node's parser has let no CR or LF into names and values. */
export function requestHead(head: RequestHead): string {
  const { rawHeaders } = head
  const named = connectionNames(rawHeaders)
  let text = `${head.method} ${head.path} HTTP/1.1\r\nhost: agent\r\naip-caller: ${head.caller}\r\n`
  if (head.wellKnownAtRoot) text += 'aip-well-known: root\r\n'
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const original = rawHeaders[at] ?? ''
    const name = original.toLowerCase()
    if (hopByHop.has(name) || named?.has(name) || name.startsWith('aip-')) continue
    if (name === 'content-length' || (name === 'authorization' && !head.keepAuthorization)) continue
    text += `${original}: ${rawHeaders[at + 1] ?? ''}\r\n`
  }
  if (head.body === 'chunked') text += 'transfer-encoding: chunked\r\n'
  else if (head.body !== 'none') text += `content-length: ${head.body.length}\r\n`
  return text + '\r\n'
}

export interface ResponseHeaders {
  /** Flat, as `writeHead` takes them. */
  readonly headers: string[]
  readonly eventStream: boolean
  readonly mcpSession: string | undefined
}

/** The headers of the answer to the platform. */
export function responseHeaders(rawHeaders: readonly string[]): ResponseHeaders {
  const named = connectionNames(rawHeaders)
  const headers: string[] = []
  let type = ''
  let encoded = false
  let accelBuffering = false
  let mcpSession: string | undefined
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const original = rawHeaders[at] ?? ''
    const value = rawHeaders[at + 1] ?? ''
    const name = original.toLowerCase()
    if (hopByHop.has(name) || named?.has(name) || hostWide.has(name)) continue
    if (name.startsWith('aip-') && name !== 'aip-tunnel-failure') continue
    if (name === 'content-type') type = value.toLowerCase()
    else if (name === 'content-encoding') encoded = true
    else if (name === 'x-accel-buffering') accelBuffering = true
    else if (name === 'mcp-session-id') mcpSession = value
    headers.push(original, value)
  }
  const events = type.startsWith('text/event-stream')
  // A proxy in front that buffers events would hold them back until its buffer is full.
  if (events && !accelBuffering) headers.push('x-accel-buffering', 'no')
  // Pages of whatever server is behind a tunnel must not run as the relay's own.
  if (!events && !type.startsWith('application/json')) {
    headers.push('content-security-policy', 'sandbox', 'x-content-type-options', 'nosniff')
  }
  return { headers, eventStream: events && !encoded, mcpSession }
}

/** What `Connection` names is for the neighbour only. */
function connectionNames(rawHeaders: readonly string[]): ReadonlySet<string> | undefined {
  let names: Set<string> | undefined
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() !== 'connection') continue
    names ??= new Set()
    for (const name of (rawHeaders[at + 1] ?? '').split(',')) names.add(name.trim().toLowerCase())
  }
  return names
}
