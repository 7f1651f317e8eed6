/** The tunnel's readers: what an agent, a caller or a server writes, in whatever pieces it arrives. */
import fc from 'fast-check'
import { createLeakFilter, needlesOf } from '#tunnel/agent/gateway/leak-filter.ts'
import { rewriteEndpoint } from '#tunnel/agent/gateway/endpoint-event.ts'
import type { BodyFilter } from '#tunnel/agent/gateway/forward.ts'
import { FromAgent, FromRelay } from '#tunnel/protocol/control-messages.ts'
import { readLinkKey } from '#tunnel/protocol/linking.ts'
import { createAnswerReader } from '#tunnel/http1/answer-reader.ts'
import { BadMessage } from '#tunnel/http1/head.ts'
import { targetOf } from '#tunnel/relay/target.ts'
import { requestTarget } from './request-target.ts'
import { brokenDocument, brokenText } from './target.ts'
import type { Target } from './target.ts'

export function tunnelTargets(): Target[] {
  return [answers(), requestTarget(), endpointEvents(), leaks(), targets(), handshakes()]
}

/** The text as bytes, cut at arbitrary places. */
const inPieces = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.array(fc.nat(200), { maxLength: 8 })).map(([whole, cuts]) => {
    const bytes = Buffer.from(whole, 'latin1')
    const places = [0, ...cuts.filter((cut) => cut < bytes.length), bytes.length]
    const ordered = places.toSorted((one, other) => one - other)
    return ordered.slice(1).map((end, index) => bytes.subarray(ordered[index], end))
  })

function answers(): Target {
  const pieces = [
    'HTTP/1.1 200 OK\r\n',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'content-length: 5\r\n',
    'transfer-encoding: chunked\r\n',
    'x: y\r\n',
    '\r\n',
    '5\r\nhello\r\n',
    '0\r\n\r\n',
    'hello',
    '\n',
    ' ',
  ] as const
  const property = fc.property(inPieces(brokenText(pieces)), (parts) => {
    const whole = read([Buffer.concat(parts)])
    if (whole !== read(parts)) throw new Error('the pieces made a difference')
  })
  return { name: 'an agent’s answer is the same in one piece and in many', property }
}

/** Everything a reader makes of the pieces, as one text. */
function read(parts: readonly Buffer[]): string {
  let head = ''
  let body = ''
  let ended = 0
  const reader = createAnswerReader(
    {
      head: ({ status, headers }) => (head += JSON.stringify([status, headers])),
      data: (part) => (body += part.toString('latin1')),
      end: () => (ended += 1),
    },
    false,
  )
  try {
    for (const part of parts) if (part.length > 0) reader.read(part)
  } catch (error) {
    if (!(error instanceof BadMessage)) throw error
    // How much of a broken answer came before it was noticed depends on the pieces; that it was noticed does not.
    return 'unusable'
  }
  return JSON.stringify([head, body, ended])
}

function endpointEvents(): Target {
  const pieces = [
    'event: endpoint\n',
    'event:endpoint\r\n',
    'event: message\n',
    'data: /messages?id=1\n',
    'data: https://elsewhere.example/steal\n',
    'data: x\n',
    ': comment\n',
    'retry: 5\n',
    '\n',
    '\r\n',
    '\r',
  ] as const
  const streamUrl = 'https://server.example/sse'
  const property = fc.property(inPieces(brokenText(pieces)), (parts) => {
    const out = through(
      rewriteEndpoint(streamUrl, () => '?here'),
      parts,
    )
    const whole = Buffer.concat(parts).toString('latin1')
    const rewritten = out?.includes('data: ?here') === true
    const cut = out !== undefined && whole.startsWith(out) ? whole.slice(out.length) : ''
    if (out !== undefined && !rewritten && out !== whole && !/^event: ?endpoint/m.test(cut)) {
      throw new Error('changed without a reason')
    }
    const first = out?.split(/\r\n\r\n|\n\n|\r\r/)[0] ?? ''
    const kind = [...first.matchAll(/^event: ?(.*)$/gm)].at(-1)?.[1]
    if (kind === 'endpoint' && /^data: ?https:\/\/elsewhere/m.test(first)) {
      throw new Error('an address of another server came through')
    }
  })
  return { name: 'an endpoint event leads back here or nowhere', property }
}

function leaks(): Target {
  const secret = 'secret-access-token-of-somebody'
  const pieces = [secret, secret.slice(0, 10), secret.slice(10), 'a', '\n', 'secret-'] as const
  const property = fc.property(inPieces(brokenText(pieces)), (parts) => {
    const out = through(createLeakFilter(needlesOf([secret])), parts)
    const whole = Buffer.concat(parts).toString('latin1')
    if (out === undefined && !whole.includes(secret)) throw new Error('broken off without a reason')
    if (out !== undefined && out !== whole) throw new Error('something was lost')
    if (out?.includes(secret) === true) throw new Error('the token came through')
  })
  return { name: 'an access token does not come back, cut up or whole', property }
}

/** What came out; undefined: broken off. */
function through(filter: BodyFilter, parts: readonly Buffer[]): string | undefined {
  const out: Buffer[] = []
  for (const part of parts) {
    const passed = filter.pass(part)
    if (!passed) return undefined
    out.push(Buffer.from(passed))
  }
  return Buffer.concat([...out, filter.rest()]).toString('latin1')
}

function targets(): Target {
  const pieces = [
    '/t/',
    'tunnel',
    '/',
    '//',
    '..',
    '%2e',
    '%2f',
    '%20',
    '\\',
    'http://x',
    '?',
    '#',
    ';',
    'mcp',
  ] as const
  const property = fc.property(brokenText(pieces), (url) => {
    const target = targetOf(url, 'relay.example', 'tunnels.example')
    if (target.kind !== 'call') return
    const path = (target.path.split('?')[0] ?? '').replaceAll(/%2e/gi, '.')
    const leads = path.split('/').some((each) => /^\.{1,2}(?:[;\s]|%3b|%20|$)/i.test(each))
    if (leads || /\/\/|\\|%2f|%5c/i.test(path)) throw new Error(`would forward ${target.path}`)
  })
  return { name: 'a path that can be read in two ways is not forwarded', property }
}

function handshakes(): Target {
  const right = {
    type: 'hello',
    software: { version: '1', os: 'x' },
    exposed: [{ name: 'a', ready: true }],
  }
  const property = fc.property(
    fc.tuple(brokenDocument(right), fc.string({ unit: 'binary' })),
    ([message, text]) => {
      FromAgent.safeParse(message)
      FromRelay.safeParse(message)
      const key = readLinkKey(`aip-link_${text}`)
      if (key && !/^https?:/.test(key.relay)) throw new Error(`would dial ${key.relay}`)
    },
  )
  return { name: 'a handshake is understood or refused', property }
}
