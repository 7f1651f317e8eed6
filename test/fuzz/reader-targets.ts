/** The readers of text from outside: they end, never fail in a way of their own, and let nothing through that does not belong. */
import fc from 'fast-check'
import { redact } from '#adapters/redact.ts'
import { printable } from '#command-line/output.ts'
import { AppError } from '#core/app-error.ts'
import { parseChallenges } from '#core/discovery/challenge.ts'
import { tidyServerMetadata } from '#core/discovery/tidy-metadata.ts'
import { parseImport } from '#core/import-export/parse-import.ts'
import { readReply } from '#core/sign-in/authorization-reply.ts'
import { readPasted } from '#core/sign-in/pasted-address.ts'
import { readTokenAnswer } from '#core/tokens/read-token-answer.ts'
import { brokenDocument, brokenText } from './target.ts'
import type { Target } from './target.ts'

export function readerTargets(): Target[] {
  return [challenges(), metadata(), pasted(), replies(), tokenAnswers(), imports(), words(), logs()]
}

function challenges(): Target {
  const pieces = ['Bearer', ' ', ',', '=', '"', '\\', 'scope', 'a/b==', '\t', ';', 'é'] as const
  const property = fc.property(brokenText(pieces), (text) => {
    for (const { scheme, parameters } of parseChallenges(text)) {
      if (scheme === '') throw new Error('a challenge without a scheme')
      if (parameters.some(({ name }) => name !== name.toLowerCase())) throw new Error('case')
    }
  })
  return { name: 'a challenge is read to its end', property }
}

function metadata(): Target {
  const right = {
    issuer: 'https://auth.example.com',
    authorization_endpoint: 'https://auth.example.com/authorize',
    token_endpoint: 'https://auth.example.com/token',
    scopes_supported: ['read'],
    grant_types_supported: ['authorization_code'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  }
  const property = fc.property(brokenDocument(right), (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    const document: Record<string, unknown> = { ...value }
    const tidied = tidyServerMetadata(document, 'https://auth.example.com/.well-known/x')
    // Repairs may add what was meant, but never another name for the server.
    if (tidied.server && tidied.server.issuer !== document['issuer']) throw new Error('issuer')
  })
  return { name: 'server metadata keeps the name it came with', property }
}

function pasted(): Target {
  const pieces = [
    'http://127.0.0.1/cb',
    '?',
    '&',
    '#',
    'code=',
    'state=',
    'x',
    ' ',
    '%',
    '"',
  ] as const
  const property = fc.property(brokenText(pieces), (text) => {
    const query = onlyProblems(() => readPasted(text))
    if (query && query.get('state') === null) throw new Error('accepted without a state')
  })
  return { name: 'a pasted address without a state is refused', property }
}

function replies(): Target {
  const issuer = 'https://auth.example.com'
  const state = 'the-state-of-this-sign-in'
  const request = {
    url: `${issuer}/authorize`,
    state,
    verifier: 'v',
    issuer,
    redirectUri: 'http://127.0.0.1:1/callback',
    resource: '',
    scopes: [],
  }
  const pair = fc.tuple(
    fc.constantFrom('code', 'state', 'iss', 'error', 'error_description', 'x'),
    fc.oneof(fc.string(), fc.constantFrom(state, issuer, `${issuer}/`, state.toUpperCase())),
  )
  const queries = fc.tuple(fc.array(pair, { maxLength: 7 }), fc.boolean())
  const property = fc.property(queries, ([pairs, promised]) => {
    const query = new URLSearchParams(pairs)
    const server = { issuer, authorization_response_iss_parameter_supported: promised }
    const reply = onlyProblems(() => readReply(query, request, server))
    if (reply?.status !== 'code') return
    const senders = query.getAll('iss')
    const mine = query.getAll('state').join() === state
    const right = senders.length === 0 ? !promised : senders.join() === issuer
    if (!mine || !right) throw new Error(`took a code from ${query}`)
  })
  return { name: 'a login code is taken only with this state and from this issuer', property }
}

function tokenAnswers(): Target {
  const right = { access_token: 'abc', token_type: 'Bearer', expires_in: 3600, scope: 'read' }
  const body = fc.oneof(
    brokenDocument(right).map((value) => JSON.stringify(value)),
    fc.webQueryParameters(),
    fc.string({ unit: 'binary' }),
  )
  const status = fc.constantFrom(200, 201, 400, 401, 403, 404, 429, 500, 503)
  const property = fc.asyncProperty(fc.tuple(body, status), async ([text, code]) => {
    const answer = await readTokenAnswer(new Response(text, { status: code }))
    if (answer.kind === 'refused') return
    if (!/^[\x21-\x7e]+$/.test(answer.body.access_token)) throw new Error('breaks out of a header')
    if (code >= 400) throw new Error(`took tokens from an answer with ${code}`)
  })
  return { name: 'a token fits into a header and comes from a good answer', property }
}

function imports(): Target {
  const pieces = [
    '{"mcpServers":{"a":',
    '{"url":"https://a.example/mcp"}',
    '{"command":"npx","args":["x"]}',
    '}}',
    ',',
    '//',
    '```json\n',
    'claude mcp add ',
    '--header "A: b" ',
    'https://a.example/mcp ',
    '"',
    "'",
    '\n',
  ] as const
  const property = fc.property(brokenText(pieces), (text) => {
    for (const server of onlyProblems(() => parseImport(text)) ?? []) {
      if (server.kind === 'remote' && !/^https?:/.test(server.url)) throw new Error(server.url)
    }
  })
  return { name: 'what is imported is a web address', property }
}

function words(): Target {
  const pieces = ['\u001b[31m', '\u001b]0;title\u0007', '\u009b2J', '\u202e', '\r', 'name'] as const
  const property = fc.property(brokenText(pieces), (text) => {
    // oxlint-disable-next-line no-control-regex -- our own colours are the escapes that may stay
    const shown = printable(text).replaceAll(/\u001b\[(?:0|1|2|31|32|33|22|39)m/g, '')
    // oxlint-disable-next-line no-control-regex -- control characters are what must be gone
    if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/.test(shown)) throw new Error(shown)
  })
  return { name: 'words of a server give a terminal no orders', property }
}

function logs(): Target {
  const secret = fc.stringMatching(/^[A-Za-z0-9_-]{16,40}$/)
  const around = fc.constantFrom(
    (value: string) => `Authorization: Bearer ${value}`,
    (value: string) => `https://a.example/cb?code=${value}&state=x`,
    (value: string) => `{"refresh_token":"${value}"}`,
    (value: string) => `client_secret=${value}`,
    (value: string) => `https://user:${value}@a.example/`,
    (value: string) => `Cookie: sid=${value}`,
  )
  const property = fc.property(
    fc.tuple(fc.string(), secret, around, fc.string()),
    ([before, value, write, after]) => {
      if (redact(`${before}\n${write(value)}\n${after}`).includes(value))
        throw new Error(write(value))
    },
  )
  return { name: 'a secret in its usual place stays out of the log', property }
}

/** The value, or undefined after a problem; any other failure is thrown on. */
function onlyProblems<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}
