/** Discovery of a server of the internet that answers almost rightly: whatever it writes, nobody is led astray. */
import fc from 'fast-check'
import { AppError } from '#core/app-error.ts'
import { discover } from '#core/discovery/discover.ts'
import type { Http, Zone } from '#core/ports.ts'
import { brokenDocument, brokenText } from './target.ts'
import type { Target } from './target.ts'

const origin = 'https://mcp.example.com'
const resourceDocument = {
  resource: `${origin}/mcp`,
  authorization_servers: [origin],
  scopes_supported: ['read'],
}
const serverDocument = {
  issuer: origin,
  authorization_endpoint: `${origin}/authorize`,
  token_endpoint: `${origin}/token`,
  registration_endpoint: `${origin}/register`,
  revocation_endpoint: `${origin}/revoke`,
  code_challenge_methods_supported: ['S256'],
  scopes_supported: ['read'],
  grant_types_supported: ['authorization_code'],
  client_id_metadata_document_supported: false,
}

const challenge = brokenText([
  'Bearer',
  ' ',
  ', ',
  'resource_metadata=',
  `"${origin}/.well-known/oauth-protected-resource/mcp"`,
  '"http://127.0.0.1:1/"',
  'scope="read write"',
  'error="invalid_token"',
  'Basic realm="x"',
  '"',
  '\\',
]).map((text) => text.replaceAll(/[^\x20-\x7e]/g, ''))

const body = (right: Record<string, unknown>) =>
  fc.oneof(
    brokenDocument(right).map((value) => JSON.stringify(value)),
    fc.string(),
  )

const answers = fc.record({
  first: fc.constantFrom(200, 400, 401, 403, 404, 405, 500, 302),
  challenge,
  resource: body(resourceDocument),
  server: body(serverDocument),
  status: fc.constantFrom(200, 200, 200, 201, 302, 401, 404, 500),
  type: fc.constantFrom('application/json', 'text/html', 'text/event-stream', ''),
  location: fc.oneof(fc.webUrl(), fc.constantFrom('/', '//x', 'javascript:1', 'http://10.0.0.1/')),
})
type Answers = typeof answers extends fc.Arbitrary<infer T> ? T : never

/** More requests than a whole discovery can need. */
const patience = 60

export function discoveryTarget(): Target {
  const property = fc.asyncProperty(answers, async (given) => {
    const asked: string[] = []
    const clock = { now: () => 0, wait: () => Promise.resolve() }
    const found = await discover(`${origin}/mcp`, { http: answering(given, asked), clock }).catch(
      (error: unknown) => {
        // Every failure is a problem in plain words; anything else is a mistake of ours.
        if (error instanceof AppError && !/undefined|\[object|NaN/.test(error.problem.message))
          return
        throw error
      },
    )
    const inside = asked.filter((url) => zoneOf(url) !== 'public')
    if (inside.length > 0) throw new Error(`a public server led to ${inside.join(', ')}`)
    if (asked.length > patience) throw new Error(`${asked.length} requests`)
    if (!found) return
    const { discovery } = found
    if (given.first === 401 && discovery.mode === 'NoAuth')
      throw new Error('a login was overlooked')
    const page = discovery.authorizationEndpoint
    if (page !== '' && new URL(page).protocol !== 'https:') throw new Error(`would open ${page}`)
    for (const endpoint of [discovery.tokenEndpoint, discovery.registrationEndpoint]) {
      if (endpoint !== '' && zoneOf(endpoint) !== 'public')
        throw new Error(`would send to ${endpoint}`)
    }
  })
  return { name: 'discovery leads nobody astray', property }
}

function answering(given: Answers, asked: string[]): Http {
  return {
    zoneOf: (url) => Promise.resolve(zoneOf(url)),
    fetchWithin: () => (url) => {
      asked.push(url)
      return Promise.resolve(answerTo(url, given))
    },
  }
}

function answerTo(url: string, given: Answers): Response {
  const isDocument = url.includes('/.well-known/')
  const status = isDocument ? given.status : given.first
  const text = url.includes('protected-resource') ? given.resource : given.server
  const headers = new Headers({ 'content-type': given.type })
  if (status === 401 || status === 403) headers.set('www-authenticate', given.challenge)
  if (status === 302) headers.set('location', given.location)
  return new Response(text, { status, headers })
}

/** Names are public here; what counts is that an address inside is seen for what it is. */
function zoneOf(text: string): Zone {
  const { hostname } = new URL(text)
  if (/^(127\.|0\.0\.0\.0$|\[::1?\]$)|localhost$/.test(hostname)) return 'loopback'
  return /^(10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.|^\[f/.test(hostname)
    ? 'private'
    : 'public'
}
