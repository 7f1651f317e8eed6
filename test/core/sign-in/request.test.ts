/** What the address of the sign-in page carries, and which addresses are never opened (C26, C27, C31 to C34, R24, R25). */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ServerMetadata } from '#contract/discovery.ts'
import { createRandom } from '#adapters/random.ts'
import { authorizationRequest, type RequestParts } from '#core/sign-in/authorization-request.ts'
import { registerAndSignIn } from '#core/sign-in/register-and-sign-in.ts'
import { addressForBrowser } from '#core/sign-in/safe-address.ts'
import { journey, options, problemOf } from '../journey.ts'
import { startLogin } from '../login-server.ts'

const issuer = 'https://login.example.com'

function ask(parts: Partial<RequestParts> = {}, server: Partial<ServerMetadata> = {}) {
  const metadata: ServerMetadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    code_challenge_methods_supported: ['S256'],
    ...server,
  }
  return authorizationRequest(
    {
      server: metadata,
      registration: {
        issuer: metadata.issuer,
        source: 'dcr',
        clientId: 'c1',
        authMethod: 'none',
        redirectUris: [],
        createdAt: 0,
      },
      reach: { zone: 'public' },
      redirectUri: 'http://127.0.0.1:28463/callback',
      scopes: ['read', 'write'],
      resource: 'https://mcp.example.com/mcp',
      ...parts,
    },
    createRandom(),
  )
}

function parametersOf(request: { readonly url: string }) {
  return Object.fromEntries(new URL(request.url).searchParams)
}

describe('the request', () => {
  it('C26 C27 C31 C33: carries PKCE with S256, state, resource, scope and a loopback callback, and is recorded with its issuer', async () => {
    const request = await ask()
    expect(parametersOf(request)).toEqual({
      response_type: 'code',
      client_id: 'c1',
      redirect_uri: 'http://127.0.0.1:28463/callback',
      state: request.state,
      code_challenge: createHash('sha256').update(request.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      scope: 'read write',
      resource: 'https://mcp.example.com/mcp',
    })
    expect(request).toMatchObject({ issuer, redirectUri: 'http://127.0.0.1:28463/callback' })
  })

  it('C26 C32: has a state and verifier of 256 random bits, new each time', async () => {
    const many = await Promise.all(Array.from({ length: 50 }, () => ask()))
    expect(new Set(many.flatMap(({ state, verifier }) => [state, verifier])).size).toBe(100)
    for (const { state, verifier } of many) {
      expect(state).toMatch(/^[\w-]{43}$/)
      expect(verifier).toMatch(/^[\w-]{43}$/)
    }
  })

  it('C28: has no scope parameter when there is none to ask for, and no resource when it is left out', async () => {
    const sent = parametersOf(await ask({ scopes: [], resource: '' }))
    expect(sent).not.toHaveProperty('scope')
    expect(sent).not.toHaveProperty('resource')
  })

  it('keeps the query of the sign-in page, but not a parameter that is ours', async () => {
    const authorization_endpoint = `${issuer}/authorize?tenant=t1&redirect_uri=https://evil.example&redirect_uri=x&state=known`
    const request = await ask({}, { authorization_endpoint })
    const sent = new URL(request.url).searchParams
    expect(sent.get('tenant')).toBe('t1')
    expect(sent.getAll('redirect_uri')).toEqual(['http://127.0.0.1:28463/callback'])
    expect(sent.getAll('state')).toEqual([request.state])
  })

  it('has extra parameters beside the protocol’s own, never in their place', async () => {
    const extraParameters = {
      user_scope: 'chat:write',
      redirect_uri: 'https://evil.example',
      state: 'known',
      code_challenge: 'known',
      code_challenge_method: 'plain',
      client_id: 'other',
      response_type: 'token',
      response_mode: 'fragment',
      request_uri: 'https://evil.example/request',
      scope: 'admin',
      resource: 'https://other.example',
    }
    const request = await ask({ extraParameters })
    const plain = await ask()
    const sent = parametersOf(request)
    expect(Object.keys(sent).toSorted()).toEqual(
      [...Object.keys(parametersOf(plain)), 'user_scope'].toSorted(),
    )
    expect(sent).toMatchObject({ client_id: 'c1', state: request.state, scope: 'read write' })
  })

  it('C26: is not made where the server lists methods without S256', async () => {
    const problem = await problemOf(ask({}, { code_challenge_methods_supported: ['plain'] }))
    expect(problem).toMatchObject({ code: 'pkce-unsupported', details: { offered: 'plain' } })
  })

  it('is not made without a sign-in page', async () => {
    const problem = await problemOf(ask({}, { authorization_endpoint: undefined }))
    expect(problem.code).toBe('metadata-unusable')
  })
})

describe('another account (R24)', () => {
  it('asks for the account chooser', async () => {
    expect(parametersOf(await ask({ switchAccount: true }))['prompt']).toBe('select_account')
    expect(parametersOf(await ask())).not.toHaveProperty('prompt')
  })

  it('R09: forces a new login at Salesforce', async () => {
    const salesforce = {
      issuer: 'https://acme.my.salesforce.com',
      authorization_endpoint: 'https://acme.my.salesforce.com/services/oauth2/authorize',
    }
    const sent = parametersOf(await ask({ switchAccount: true }, salesforce))
    expect(sent['prompt']).toBe('login')
  })

  it('keeps what Google wants for a refresh token', async () => {
    const google = { issuer: 'https://accounts.google.com' }
    expect(parametersOf(await ask({ switchAccount: true }, google))).toMatchObject({
      access_type: 'offline',
      prompt: 'select_account consent',
    })
  })

  it('asks for consent where offline access is wanted (OIDC Core §11)', async () => {
    const sent = parametersOf(await ask({ scopes: ['read', 'offline_access'] }))
    expect(sent['prompt']).toBe('consent')
  })
})

describe('an address a browser may be opened with (C34, S3)', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'vbscript:msgbox(1)',
    'calc.exe"&',
    '\\\\attacker\\share',
    'smb://attacker/share',
    'ms-settings:',
    'http://login.example.com/authorize',
    'http://10.0.0.1/authorize',
    'http://127.0.0.1.attacker.example/',
    'http://localhost@attacker.example/',
    'https://user:password@login.example.com/',
    '//login.example.com/authorize',
    '',
  ])('C34: %j is refused and no browser opens', async (authorization_endpoint) => {
    const login = await startLogin({}, { authorization_endpoint })
    const deps = await journey()
    const asked = { ...(await options()), client: { clientId: 'c1' } }
    const problem = await problemOf(registerAndSignIn(login.found(), deps, asked))
    expect(problem).toMatchObject({
      code: 'unsafe-authorization-address',
      whoseTurn: 'server-owner',
    })
    expect(deps.opened).toEqual([])
    expect(login.asked).toEqual([])
  })

  it.each([
    'https://login.example.com/authorize',
    'http://127.0.0.1:8080/authorize',
    'http://localhost/authorize',
    'http://[::1]:8080/authorize',
  ])('%s is opened', (address) => {
    expect(addressForBrowser(address, { zone: 'loopback' }).href).toBe(address)
  })

  it('plain http in a private network is opened only after the person agreed, and never for a public server', () => {
    const intranet = 'http://login.intranet.example/authorize'
    const open = (zone: 'private' | 'public', plainHttpConfirmed: boolean) =>
      problemOf((async () => addressForBrowser(intranet, { zone, plainHttpConfirmed }))()).catch(
        () => 'opened',
      )
    return Promise.all([
      expect(open('private', true)).resolves.toBe('opened'),
      expect(open('private', false)).resolves.toMatchObject({
        code: 'unsafe-authorization-address',
      }),
      expect(open('public', true)).resolves.toMatchObject({ code: 'unsafe-authorization-address' }),
    ])
  })
})
