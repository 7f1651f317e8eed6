/** How to do it right in Node, with Express; in full in `docs/dcr-guide/node/server.mjs`. */
import type { Topic } from './snippets.ts'

export const nodeSnippets: Readonly<Record<Topic, string>> = {
  challenge: `app.all('/mcp', (request, response, next) => {
  const token = /^Bearer +(\\S+)$/i.exec(request.get('authorization') ?? '')?.[1]
  if (isValid(token)) return next()
  const error = token ? 'error="invalid_token", ' : ''
  const metadata = \`resource_metadata="\${base}/.well-known/oauth-protected-resource/mcp"\`
  response.set('WWW-Authenticate', \`Bearer \${error}scope="tools.call", \${metadata}\`).status(401)
  response.json({ error: token ? 'invalid_token' : 'login_needed' })
})`,
  'resource-metadata': `// For the endpoint https://mcp.example.com/mcp. response.json() sends application/json.
app.get('/.well-known/oauth-protected-resource/mcp', (_request, response) => {
  response.json({
    resource: 'https://mcp.example.com/mcp', // the address people paste, letter by letter
    authorization_servers: ['https://mcp.example.com'],
    scopes_supported: ['tools.call'],
    bearer_methods_supported: ['header'],
  })
})`,
  'server-metadata': `app.get('/.well-known/oauth-authorization-server', (_request, response) => {
  response.json({
    issuer: base, // as in authorization_servers, letter by letter, no slash at the end
    authorization_endpoint: \`\${base}/authorize\`,
    token_endpoint: \`\${base}/token\`,
    registration_endpoint: \`\${base}/register\`,
    revocation_endpoint: \`\${base}/revoke\`,
    scopes_supported: ['tools.call'],
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    authorization_response_iss_parameter_supported: true,
  })
})`,
  registration: `app.post('/register', express.json(), (request, response) => {
  const { redirect_uris: uris, client_name = 'Unnamed', token_endpoint_auth_method: method = 'none' } = request.body
  if (!Array.isArray(uris) || uris.length === 0 || !uris.every(mayBeRegistered)) {
    return response.status(400).json({ error: 'invalid_redirect_uri' })
  }
  const client = { client_id: randomUUID(), client_name, redirect_uris: uris, token_endpoint_auth_method: method }
  save(client)
  response.set('Cache-Control', 'no-store').status(201).json(client)
})`,
  'redirect-addresses': `const isLoopback = (url) =>
  url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)

function mayBeRegistered(address) {
  if (!URL.canParse(address) || address.includes('#')) return false
  const url = new URL(address)
  return url.username === '' && (url.protocol === 'https:' || isLoopback(url))
}

// At sign-in: exactly, as text; only the port of a loopback address may differ (RFC 8252 §7.3).
function isRegistered(client, asked) {
  return client.redirect_uris.some((known) => {
    if (known === asked) return true
    if (!URL.canParse(asked) || !isLoopback(new URL(known))) return false
    const moved = new URL(known)
    moved.port = new URL(asked).port
    return moved.href === asked
  })
}`,
  authorization: `app.get('/authorize', (request, response) => {
  const { client_id, redirect_uri, code_challenge, code_challenge_method, resource, state } = request.query
  const client = find(client_id)
  // A page, and no redirect: nobody knows where it would lead.
  if (!client || !isRegistered(client, redirect_uri)) return response.status(400).send('Unknown application')
  const answer = (parameters) => {
    const target = new URL(redirect_uri)
    const all = { ...parameters, ...(state !== undefined && { state }), iss: base }
    for (const [name, value] of Object.entries(all)) target.searchParams.set(name, value)
    response.redirect(303, target.href)
  }
  if (!code_challenge || code_challenge_method !== 'S256') return answer({ error: 'invalid_request' })
  if (resource !== undefined && resource !== ownResource) return answer({ error: 'invalid_target' })
  response.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  showLogin(response)
})`,
  'token-errors': `function redeem(client, body) {
  const code = take(hash(body.code)) // deletes it: a code works once
  const fits =
    code &&
    code.client_id === client.client_id &&
    code.redirect_uri === body.redirect_uri &&
    code.expires_at > now() &&
    code.challenge === createHash('sha256').update(body.code_verifier ?? '').digest('base64url')
  return fits ? newTokens(client, code) : { error: 'invalid_grant' }
}

const client = authenticate(request)
if (!client) return response.status(401).json({ error: 'invalid_client' })
const exchange = { authorization_code: redeem, refresh_token: refresh }[request.body.grant_type]
if (!exchange) return response.status(400).json({ error: 'unsupported_grant_type' })
const result = exchange(client, request.body)
response.status(result.error ? 400 : 200).json(result)`,
  tokens: `response.set('Cache-Control', 'no-store').json({
  access_token: accessToken,
  token_type: 'Bearer',
  expires_in: 3600, // a number
  refresh_token: refreshToken,
  scope: 'tools.call',
})`,
  refresh: `function refresh(client, body) {
  const held = find(hash(body.refresh_token))
  if (!held || held.client_id !== client.client_id) return { error: 'invalid_grant' }
  if (held.used) {
    endFamily(held.family) // it is in two hands: end the sign-in for both
    return { error: 'invalid_grant' }
  }
  markUsed(held)
  return newTokens(client, held) // a new refresh token of the same family
}`,
  revocation: `app.post('/revoke', express.urlencoded(), (request, response) => {
  const client = authenticate(request)
  if (!client) return response.status(401).json({ error: 'invalid_client' })
  endFamilyOf(hash(request.body.token ?? ''), client) // the access token ends with the refresh token
  response.status(200).end() // also for a token that never was
})`,
}
