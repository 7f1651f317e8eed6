/** Sign-ins without a person at this machine: service accounts, workloads, and the company's identity provider (E1, E2, E4). */
import { generateKeyPair, exportPKCS8, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { clientCredentials } from '#core/tokens/client-credentials.ts'
import { enterpriseToken } from '#core/tokens/enterprise-token.ts'
import { workloadToken } from '#core/tokens/workload-token.ts'
import { never, ports } from './plain-http.ts'
import { clientAt, problemOf, scriptedServer, TOKENS } from './scripted-server.ts'

const server = await scriptedServer()
const reach = { zone: 'loopback' } as const
const resource = 'https://mcp.example/mcp'

describe('a service account (E1)', () => {
  function signIn(registration = clientAt(server.origin), scopes = ['read']) {
    const parts = { server: server.metadata, registration, reach, resource, scopes }
    return clientCredentials(parts, ports(), never)
  }

  it('signs in by secret', async () => {
    server.answers({ body: TOKENS })
    const { tokens } = await signIn()
    expect(server.asked[0]?.form).toEqual({
      grant_type: 'client_credentials',
      resource,
      scope: 'read',
    })
    expect(server.asked[0]?.headers.authorization).toMatch(/^Basic /)
    expect(tokens).toMatchObject({ accessToken: 'at-1', scopes: ['read'] })
  })

  it.each(['ES256', 'ES512', 'RS256', 'PS384', 'EdDSA'])(
    'signs in by a signed assertion (%s)',
    async (algorithm) => {
      const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
      server.answers({ body: TOKENS })
      await signIn(
        clientAt(server.origin, {
          clientSecret: undefined,
          authMethod: 'private_key_jwt',
          privateKey: await exportPKCS8(privateKey),
          privateKeyAlgorithm: algorithm,
        }),
      )
      const form = server.asked[0]?.form ?? {}
      expect(form['client_assertion_type']).toBe(
        'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      )
      const { payload } = await jwtVerify(form['client_assertion'] ?? '', publicKey, {
        audience: server.origin,
      })
      expect(payload).toMatchObject({ iss: 'our client', sub: 'our client' })
    },
  )

  it('says so when the key is none', async () => {
    const registration = clientAt(server.origin, {
      clientSecret: undefined,
      authMethod: 'private_key_jwt',
      privateKey: 'no key',
    })
    const problem = await problemOf(signIn(registration))
    expect(problem.code).toBe('client-rejected')
    expect(JSON.stringify(problem)).not.toContain('no key')
  })

  it('asks for fewer scopes after invalid_scope, and tells (R13)', async () => {
    server.answers({ status: 400, body: { error: 'invalid_scope' } }, { body: TOKENS })
    const { tokens, notes } = await signIn(clientAt(server.origin), ['read', 'offline_access'])
    expect(server.asked.map((each) => each.form['scope'])).toEqual(['read offline_access', 'read'])
    expect(notes.map((each) => each.code)).toEqual(['scope-reduced'])
    expect(tokens.scopes).toEqual(['read'])
  })

  it('claims no scopes when the server was left to choose them and does not say which', async () => {
    server.answers({ status: 400, body: { error: 'invalid_scope' } }, { body: TOKENS })
    expect((await signIn(clientAt(server.origin), ['read'])).tokens.scopes).toEqual([])
    expect(server.asked[1]?.form).not.toHaveProperty('scope')
  })

  it('does not send a resource to Microsoft Entra ID, which is known to refuse it', async () => {
    const { resourceToSend } = await import('#core/tokens/resource-choice.ts')
    const entra = {
      issuer: 'https://login.microsoftonline.com/t/v2.0',
      token_endpoint: 'https://login.microsoftonline.com/t/oauth2/v2.0/token',
    }
    expect(resourceToSend(entra, resource, 'auto')).toBe('')
    expect(resourceToSend(entra, resource, 'send')).toBe(resource)
    expect(resourceToSend(server.metadata, resource, 'auto')).toBe(resource)
    expect(resourceToSend(server.metadata, resource, 'omit')).toBe('')
  })
})

describe('a workload (E4)', () => {
  function signIn() {
    const registration = clientAt(server.origin, { clientSecret: undefined, authMethod: 'none' })
    const parts = { server: server.metadata, registration, reach, resource, scopes: ['run'] }
    return workloadToken({ ...parts, assertion: 'the.workload.jwt' }, ports(), never)
  }

  it('presents its identity as the grant', async () => {
    server.answers({ body: TOKENS })
    expect((await signIn()).tokens.accessToken).toBe('at-1')
    expect(server.asked[0]?.form).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: 'the.workload.jwt',
      client_id: 'our client',
      resource,
      scope: 'run',
    })
  })

  it.each([
    'invalid_grant',
    'invalid_scope',
    'unauthorized_client',
    'invalid_client',
    'invalid_target',
  ])('tries nothing else after %s', async (error) => {
    server.answers({ status: 400, body: { error } })
    const problem = await problemOf(signIn())
    expect(problem.step).toBe('token')
    expect(server.asked).toHaveLength(1)
  })
})

describe('the company vouches for the person (E2)', () => {
  const provider = {
    issuer: 'https://idp.example',
    tokenEndpoint: `${server.origin}/idp`,
    clientId: 'idp-client',
    idToken: 'the.id.token',
    reach: { zone: 'person' },
  } as const

  function signIn() {
    const parts = {
      server: server.metadata,
      registration: clientAt(server.origin),
      reach,
      resource,
    }
    return enterpriseToken(
      { ...parts, scopes: ['read'], identityProvider: provider },
      ports(),
      never,
    )
  }

  const ID_JAG = {
    access_token: 'the.id.jag',
    issued_token_type: 'urn:ietf:params:oauth:token-type:id-jag',
    token_type: 'N_A',
  }

  it('exchanges the ID token for an assertion, and the assertion for a token', async () => {
    server.answers({ body: ID_JAG }, { body: TOKENS })
    const result = await signIn()
    expect(server.asked.map((each) => each.path)).toEqual(['/idp', '/token'])
    expect(server.asked[0]?.form).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      client_id: 'idp-client',
      subject_token: 'the.id.token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      requested_token_type: 'urn:ietf:params:oauth:token-type:id-jag',
      audience: server.origin,
      resource,
      scope: 'read',
    })
    expect(server.asked[1]?.form).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: 'the.id.jag',
    })
    expect(server.asked[1]?.headers.authorization).toMatch(/^Basic /)
    expect(result).toMatchObject({ resource, tokens: { accessToken: 'at-1' } })
  })

  it('names the identity provider when it refuses, and whose turn it is', async () => {
    server.answers({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'the.id.token expired' },
    })
    expect(await problemOf(signIn())).toMatchObject({
      code: 'sign-in-refused',
      whoseTurn: 'it',
      details: { issuer: 'https://idp.example', said: '[removed] expired' },
    })
    expect(server.asked).toHaveLength(1)
  })

  it('does not send another kind of token on', async () => {
    server.answers(
      { body: { ...ID_JAG, issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' } },
      { body: TOKENS },
    )
    expect((await problemOf(signIn())).code).toBe('token-answer-unusable')
    expect(server.asked).toHaveLength(1)
  })
})
