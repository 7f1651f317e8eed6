/**
 * An MCP server that applications connect to by themselves: OAuth discovery, dynamic client registration, sign-in, and one tool.
 * The numbers of the sections are those of the guide (../README.md).
 *
 *   PORT=8080 DATA=./data.sqlite BASE_URL=https://mcp.example.com node server.mjs
 */
import { createHash, randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto'
import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import express from 'express'
import { z } from 'zod'

// ── 1. Settings and storage ─────────────────────────────────────────────────────────────────────────────────────────

const settings = {
  port: Number(process.env.PORT ?? 8080),
  dataFile: process.env.DATA ?? './data.sqlite',
  accessTokenSeconds: Number(process.env.ACCESS_TOKEN_SECONDS ?? 3600),
  refreshTokenSeconds: 30 * 24 * 3600,
  codeSeconds: 60,
  registrationsPerMinute: Number(process.env.REGISTRATIONS_PER_MINUTE ?? 20),
  scopes: ['tools.call'],
}

/** The address people and applications use. Behind a proxy with TLS, set BASE_URL to the address outside. */
let base = process.env.BASE_URL?.replace(/\/$/, '') ?? ''
const resource = () => `${base}/mcp`

/** The people who may sign in. Put your own login in the place of this table. */
const salt = randomBytes(16)
const passwordHash = (password) => scryptSync(password, salt, 32).toString('base64url')
const people = new Map([
  ['ada@example.com', passwordHash('password')],
  ['grace@example.com', passwordHash('password')],
])

// Only the owner may read the file, from its first byte on.
closeSync(openSync(settings.dataFile, 'a', 0o600))
chmodSync(settings.dataFile, 0o600)
const database = new DatabaseSync(settings.dataFile)
// What was written is on the disk before the answer goes out, whatever happens to the process afterwards.
database.exec(`
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS clients (
    id TEXT PRIMARY KEY, name TEXT, redirect_uris TEXT, auth_method TEXT, secret_hash TEXT, created_at INTEGER, used_at INTEGER);
  CREATE TABLE IF NOT EXISTS codes (
    hash TEXT PRIMARY KEY, client_id TEXT, account TEXT, scope TEXT, redirect_uri TEXT, challenge TEXT, expires_at INTEGER);
  CREATE TABLE IF NOT EXISTS tokens (
    hash TEXT PRIMARY KEY, kind TEXT, family TEXT, client_id TEXT, account TEXT, scope TEXT, used INTEGER, expires_at INTEGER);
`)

const get = (sql, ...values) => database.prepare(sql).get(...values)
const run = (sql, ...values) => database.prepare(sql).run(...values)
const now = () => Math.floor(Date.now() / 1000)

/** Everything `work` writes is kept, or nothing of it. */
function transaction(work) {
  database.exec('BEGIN IMMEDIATE')
  try {
    const value = work()
    database.exec('COMMIT')
    return value
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

/** 256 random bits: nothing to guess, so a plain hash is enough to store it by. */
function newSecret() {
  return randomBytes(32).toString('base64url')
}

function hash(value) {
  return createHash('sha256').update(value).digest('base64url')
}

function sameHash(left, right) {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right))
}

/** Removes what is over: codes, tokens, registrations nobody used within a day or for half a year. */
function tidy() {
  run('DELETE FROM codes WHERE expires_at < ?', now())
  run('DELETE FROM tokens WHERE expires_at < ?', now())
  run('DELETE FROM clients WHERE used_at IS NULL AND created_at < ?', now() - 24 * 3600)
  run('DELETE FROM clients WHERE used_at < ?', now() - 180 * 24 * 3600)
}

/** Lets each address do `most` things of one kind per minute. */
function limit(most) {
  const seen = new Map()
  return (request, response, next) => {
    const minute = Math.floor(Date.now() / 60_000)
    const entry = seen.get(request.ip)
    const count = entry?.minute === minute ? entry.count + 1 : 1
    if (seen.size > 10_000) seen.clear()
    seen.set(request.ip, { minute, count })
    if (count <= most) return next()
    response.set('Retry-After', '60').status(429).json({ error: 'temporarily_unavailable' })
  }
}

const app = express()
app.disable('x-powered-by')
const form = express.urlencoded({ extended: false, limit: '64kb' })
const json = express.json({ limit: '1mb' })
const noStore = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}

// ── 2. Resource metadata (RFC 9728): who may give out tokens for this server ────────────────────────────────────────

app.get('/.well-known/oauth-protected-resource/mcp', (_request, response) => {
  response.json({
    resource: resource(),
    authorization_servers: [base],
    scopes_supported: settings.scopes,
    bearer_methods_supported: ['header'],
    resource_name: 'Guide server (Node)',
  })
})

// ── 3. Authorization server metadata (RFC 8414): where its endpoints are ────────────────────────────────────────────

app.get('/.well-known/oauth-authorization-server', (_request, response) => {
  response.json({
    issuer: base,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    registration_endpoint: `${base}/register`,
    revocation_endpoint: `${base}/revoke`,
    scopes_supported: settings.scopes,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    authorization_response_iss_parameter_supported: true,
  })
})

// ── 4. Registration (RFC 7591): an application introduces itself ────────────────────────────────────────────────────

const Registration = z.object({
  client_name: z.string().max(100).default('Unnamed application'),
  redirect_uris: z.array(z.string().max(2000)).min(1).max(10),
  token_endpoint_auth_method: z
    .enum(['none', 'client_secret_basic', 'client_secret_post'])
    .default('client_secret_basic'),
})

app.post(
  '/register',
  limit(settings.registrationsPerMinute),
  json,
  noStore,
  (request, response) => {
    const parsed = Registration.safeParse(request.body)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return response.status(400).json({
        error: 'invalid_client_metadata',
        error_description: `${issue.path.join('.') || 'body'}: ${issue.message}`,
      })
    }
    const wrong = parsed.data.redirect_uris.find((each) => !mayBeRegistered(each))
    if (wrong !== undefined) {
      return response.status(400).json({
        error: 'invalid_redirect_uri',
        error_description: 'Use https, or http on 127.0.0.1, [::1] or localhost; no fragment.',
      })
    }
    tidy()
    const { client_name, redirect_uris, token_endpoint_auth_method } = parsed.data
    const id = randomUUID()
    const secret = token_endpoint_auth_method === 'none' ? undefined : newSecret()
    run(
      'INSERT INTO clients VALUES (?, ?, ?, ?, ?, ?, NULL)',
      id,
      client_name,
      JSON.stringify(redirect_uris),
      token_endpoint_auth_method,
      secret === undefined ? null : hash(secret),
      now(),
    )
    return response.status(201).json({
      client_id: id,
      client_id_issued_at: now(),
      ...(secret && { client_secret: secret, client_secret_expires_at: 0 }),
      client_name,
      redirect_uris,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method,
    })
  },
)

function isLoopback(url) {
  return url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
}

function mayBeRegistered(address) {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  const plain = url.hash === '' && url.username === '' && url.password === ''
  return plain && (url.protocol === 'https:' || isLoopback(url))
}

/** Compares character by character; only the port of a loopback address may differ (RFC 8252 §7.3). */
function isRegistered(client, asked) {
  return JSON.parse(client.redirect_uris).some((known) => {
    if (known === asked) return true
    if (!URL.canParse(asked) || !isLoopback(new URL(known))) return false
    const moved = new URL(known)
    moved.port = new URL(asked).port
    return moved.href === asked
  })
}

// ── 5. Authorization: a person signs in and agrees ──────────────────────────────────────────────────────────────────

app.get('/authorize', noStore, (request, response) => {
  const asked = understand(new URL(request.originalUrl, base).searchParams, response)
  if (asked) showLogin(asked, response)
})

app.post('/authorize', limit(30), form, noStore, (request, response) => {
  const asked = understand(new URLSearchParams(String(request.body?.request ?? '')), response)
  if (!asked) return
  if (request.body.decision !== 'allow') return answer(response, asked, { error: 'access_denied' })
  const account = String(request.body.account ?? '')
  if (!sameHash(people.get(account) ?? '', passwordHash(String(request.body.password ?? '')))) {
    return showLogin(asked, response, 'That account and password do not fit together.')
  }
  const code = newSecret()
  run(
    'INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, ?)',
    hash(code),
    asked.client.id,
    account,
    asked.scope,
    asked.redirectUri,
    asked.query.get('code_challenge'),
    now() + settings.codeSeconds,
  )
  answer(response, asked, { code })
})

/** Checks the request; answers it, and returns undefined, when it is wrong. */
function understand(query, response) {
  const client = get('SELECT * FROM clients WHERE id = ?', query.get('client_id') ?? '')
  const redirectUri = query.get('redirect_uri') ?? ''
  // Without a known client and redirect address there is nobody to send an answer to: tell the person.
  if (!client) return notice(response, 'This application is not known here (invalid client_id).')
  if (!isRegistered(client, redirectUri)) {
    return notice(response, 'The application asks for an answer at an address it never registered.')
  }
  const scope = query.get('scope') || settings.scopes.join(' ')
  const asked = { client, query, redirectUri, scope }
  if (query.get('response_type') !== 'code') {
    return answer(response, asked, { error: 'unsupported_response_type' })
  }
  if (query.get('code_challenge_method') !== 'S256' || !query.get('code_challenge')) {
    return answer(response, asked, {
      error: 'invalid_request',
      error_description: 'PKCE with S256 is required.',
    })
  }
  if (!scope.split(' ').every((each) => settings.scopes.includes(each))) {
    return answer(response, asked, { error: 'invalid_scope' })
  }
  if (query.getAll('resource').some((each) => each !== resource())) {
    return answer(response, asked, { error: 'invalid_target' })
  }
  return asked
}

/** Sends the person back to the application, with `state` as it came and our name in `iss` (RFC 9207). */
function answer(response, asked, parameters) {
  const target = new URL(asked.redirectUri)
  const state = asked.query.get('state')
  const all = { ...parameters, ...(state !== null && { state }), iss: base }
  for (const [name, value] of Object.entries(all)) target.searchParams.set(name, value)
  response.redirect(303, target.href)
}

function showLogin(asked, response, complaint = '') {
  page(
    response.status(complaint ? 401 : 200),
    `<p><b>${escape(asked.client.name)}</b> asks to use your tools. It will get the answer at
      <b>${escape(new URL(asked.redirectUri).host)}</b>.</p>
    <p role="alert">${escape(complaint)}</p>
    <form method="post" action="/authorize">
      <input type="hidden" name="request" value="${escape(asked.query.toString())}">
      <p><label>Account <input name="account" autocomplete="username" autofocus></label></p>
      <p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
      <p><button name="decision" value="allow">Sign in and allow</button>
      <button name="decision" value="deny">Deny</button></p>
    </form>`,
  )
}

function notice(response, message) {
  page(response.status(400), `<p>${escape(message)}</p>`)
}

function page(response, body) {
  response
    .set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
    .set('Referrer-Policy', 'no-referrer')
    .type('html')
    .send(`<!doctype html><html lang="en"><title>Guide server</title><h1>Guide server</h1>${body}`)
}

function escape(text) {
  const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return String(text).replace(/[&<>"]/g, (each) => names[each])
}

// ── 6. Tokens: a code, or a refresh token, for a new pair ───────────────────────────────────────────────────────────

app.post('/token', limit(120), form, noStore, (request, response) => {
  const body = request.body ?? {}
  const client = authenticate(request)
  if (!client) return unknownClient(response)
  const targets = [body.resource ?? []].flat()
  if (targets.some((each) => each !== resource())) {
    return response.status(400).json({ error: 'invalid_target' })
  }
  const exchange = { authorization_code: redeem, refresh_token: refresh }[body.grant_type]
  if (!exchange) return response.status(400).json({ error: 'unsupported_grant_type' })
  // One transaction: the old code or token ends exactly when the new pair begins.
  const result = transaction(() => exchange(client, body))
  return response.status('error' in result ? 400 : 200).json(result)
})

/** The client, if it proves itself the way it registered (RFC 6749 §2.3). */
function authenticate(request) {
  const encoded = /^Basic +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1]
  const [basicId, basicSecret] = encoded
    ? Buffer.from(encoded, 'base64').toString().split(':', 2).map(formDecoded)
    : []
  const client = get(
    'SELECT * FROM clients WHERE id = ?',
    String(basicId ?? request.body?.client_id ?? ''),
  )
  if (!client || client.auth_method === 'none') return client
  const secret = String(basicSecret ?? request.body?.client_secret ?? '')
  return sameHash(client.secret_hash, hash(secret)) ? client : undefined
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined. */
function formDecoded(text) {
  return new URLSearchParams(`value=${text}`).get('value') ?? ''
}

function unknownClient(response) {
  response.set('WWW-Authenticate', 'Basic realm="token"').status(401)
  response.json({ error: 'invalid_client' })
}

function redeem(client, body) {
  // Taking the code deletes it: it works once.
  const code = get('DELETE FROM codes WHERE hash = ? RETURNING *', hash(String(body.code ?? '')))
  const fits =
    code &&
    code.client_id === client.id &&
    code.expires_at > now() &&
    code.redirect_uri === body.redirect_uri &&
    sameHash(code.challenge, hash(String(body.code_verifier ?? '')))
  return fits ? newTokens(client, { ...code, family: randomUUID() }) : { error: 'invalid_grant' }
}

function refresh(client, body) {
  const old = hash(String(body.refresh_token ?? ''))
  const held = get(
    "SELECT * FROM tokens WHERE hash = ? AND kind = 'refresh' AND client_id = ? AND expires_at > ?",
    old,
    client.id,
    now(),
  )
  if (!held) return { error: 'invalid_grant' }
  if (held.used) {
    // A refresh token that comes twice is in two hands: end the sign-in for both (RFC 9700 §4.14.2).
    run('DELETE FROM tokens WHERE family = ?', held.family)
    return { error: 'invalid_grant' }
  }
  run('UPDATE tokens SET used = 1 WHERE hash = ?', old)
  return newTokens(client, held)
}

/** All tokens of one sign-in belong to one family, so that they can end together. */
function newTokens(client, { family, account, scope }) {
  const accessToken = newSecret()
  const refreshToken = newSecret()
  const keep = (kind, token, seconds) =>
    run(
      'INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, 0, ?)',
      hash(token),
      kind,
      family,
      client.id,
      account,
      scope,
      now() + seconds,
    )
  keep('access', accessToken, settings.accessTokenSeconds)
  keep('refresh', refreshToken, settings.refreshTokenSeconds)
  run('UPDATE clients SET used_at = ? WHERE id = ?', now(), client.id)
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: settings.accessTokenSeconds,
    refresh_token: refreshToken,
    scope,
  }
}

// ── 7. Revocation (RFC 7009): signing out ends the whole sign-in ────────────────────────────────────────────────────

app.post('/revoke', limit(120), form, noStore, (request, response) => {
  const client = authenticate(request)
  if (!client) return unknownClient(response)
  run(
    'DELETE FROM tokens WHERE family = (SELECT family FROM tokens WHERE hash = ? AND client_id = ?)',
    hash(String(request.body?.token ?? '')),
    client.id,
  )
  // The same answer for a token that never was: the caller's goal is reached either way.
  return response.status(200).end()
})

// ── 8. The MCP endpoint: no token, no tools ─────────────────────────────────────────────────────────────────────────

const mcp = createMcpHandler(({ authInfo }) => {
  const server = new McpServer({ name: 'guide-server-node', version: '1.0.0' })
  server.registerTool('who_am_i', { description: 'Says who signed in.' }, () => ({
    content: [{ type: 'text', text: String(authInfo?.extra?.account) }],
  }))
  server.registerTool(
    'add',
    { description: 'Adds two numbers.', inputSchema: z.object({ a: z.number(), b: z.number() }) },
    ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }] }),
  )
  return server
})

app.all('/mcp', protect, json, async (request, response) => {
  const { permission } = response.locals
  const answered = await mcp.fetch(
    new Request(resource(), { method: request.method, headers: webHeaders(request) }),
    {
      parsedBody: request.body,
      authInfo: {
        token: '',
        clientId: permission.client_id,
        scopes: permission.scope.split(' '),
        extra: { account: permission.account },
      },
    },
  )
  response.status(answered.status)
  answered.headers.forEach((value, name) => response.set(name, value))
  for await (const part of answered.body ?? []) response.write(part)
  response.end()
})

/** Lets a request with a valid token through; tells every other one where to get one (RFC 9728 §5.1). */
function protect(request, response, next) {
  const token = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1]
  const permission =
    token &&
    get(
      "SELECT * FROM tokens WHERE hash = ? AND kind = 'access' AND expires_at > ?",
      hash(token),
      now(),
    )
  if (permission) {
    response.locals.permission = permission
    return next()
  }
  const error = token ? 'error="invalid_token", ' : ''
  const metadata = `resource_metadata="${base}/.well-known/oauth-protected-resource/mcp"`
  const scope = `scope="${settings.scopes.join(' ')}"`
  response.set('WWW-Authenticate', `Bearer ${error}${scope}, ${metadata}`).status(401)
  response.json({ error: token ? 'invalid_token' : 'login_needed' })
}

/** The request's headers without the token, which is nobody's business behind this point. */
function webHeaders(request) {
  const kept = Object.entries(request.headers).filter(
    ([name, value]) => name !== 'authorization' && typeof value === 'string',
  )
  return new Headers(kept)
}

// ── 9. Start ────────────────────────────────────────────────────────────────────────────────────────────────────────

// A body that is not JSON, or too large, is the caller's mistake: an answer, and no stack trace.
app.use((error, _request, response, next) => {
  if (response.headersSent) return next(error)
  return response.status(error.status ?? 500).json({ error: 'invalid_request' })
})

tidy()
const server = app.listen(settings.port, '127.0.0.1', () => {
  base ||= `http://127.0.0.1:${server.address().port}`
  console.log(`Guide server: ${resource()}`)
})
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.close(() => database.close())
    server.closeAllConnections()
  })
}
