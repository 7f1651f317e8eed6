/** The whole room against a real authorization server: code, refresh with rotation, revocation, device, service account, DPoP. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportPKCS8, exportJWK, generateKeyPair } from 'jose'
import Provider, { type Configuration } from 'oidc-provider'
import { afterAll, expect, it } from 'vitest'
import { ServerMetadata } from '#contract/discovery.ts'
import type { Registration } from '#core/records.ts'
import { accountOf } from '#core/tokens/account-of.ts'
import { clientCredentials } from '#core/tokens/client-credentials.ts'
import { startDeviceAuthorization } from '#core/tokens/device-sign-in.ts'
import { newDpopKey } from '#core/tokens/dpop.ts'
import { exchangeCode } from '#core/tokens/exchange-code.ts'
import { grantFrom } from '#core/tokens/grant-from.ts'
import { pollDeviceToken } from '#core/tokens/poll-device-token.ts'
import { refreshGrant } from '#core/tokens/refresh-grant.ts'
import { revokeGrant } from '#core/tokens/revoke-grant.ts'
import type { DpopKey } from '#core/tokens/token-answer.ts'
import { never, plainHttp, random } from './plain-http.ts'
import { clientAt, problemOf } from './scripted-server.ts'

const RESOURCE = 'https://mcp.example/mcp'
const REDIRECT = 'http://127.0.0.1:7777/callback'
const reach = { zone: 'loopback' } as const
const ports = {
  http: plainHttp(),
  random,
  clock: { now: () => Date.now(), wait: () => Promise.resolve() },
}
const signing = await generateKeyPair('ES256', { extractable: true })

const http = createServer()
http.listen(0, '127.0.0.1')
await once(http, 'listening')
const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
const provider = new Provider(origin, await configuration())
const handle = provider.callback()
http.on('request', (request, response) => void handle(request, response))
afterAll(() => {
  http.closeAllConnections()
  http.close()
})
const metadata = ServerMetadata.parse(
  await (await fetch(`${origin}/.well-known/openid-configuration`)).json(),
)

const client = clientAt(origin, { clientId: 'app', clientSecret: 'a-secret: with + signs' })
const publicClient = clientAt(origin, {
  clientId: 'public-app',
  clientSecret: undefined,
  authMethod: 'none',
})

async function configuration(): Promise<Configuration> {
  const signInClient = {
    redirect_uris: [REDIRECT],
    application_type: 'native',
    grant_types: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
    ],
  } as const
  return {
    clients: [
      {
        ...signInClient,
        grant_types: [...signInClient.grant_types],
        redirect_uris: [REDIRECT],
        client_id: 'app',
        client_secret: 'a-secret: with + signs',
      },
      {
        ...signInClient,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [REDIRECT],
        client_id: 'public-app',
        token_endpoint_auth_method: 'none',
      },
      {
        client_id: 'service',
        redirect_uris: [],
        response_types: [],
        grant_types: ['client_credentials'],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        jwks: { keys: [{ ...(await exportJWK(signing.publicKey)), kty: 'EC', use: 'sig' }] },
      },
    ],
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'read write',
          audience: RESOURCE,
          accessTokenFormat: 'opaque',
          accessTokenTTL: 600,
        }),
      },
    },
    scopes: ['openid', 'offline_access', 'email', 'read', 'write'],
    claims: { openid: ['sub'], email: ['email'] },
    rotateRefreshToken: true,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: 'ann@example.com' }),
    }),
    cookies: { keys: ['only for tests'] },
  }
}

/** What the authorization endpoint would issue after the person agreed, without the pages in between. */
async function issuedCode(clientId: string, challenge: string, resource: string | undefined) {
  const found = await provider.Client.find(clientId)
  if (!found) throw new Error('no such client')
  const grant = new provider.Grant({ accountId: 'ann', clientId })
  grant.addOIDCScope('openid offline_access email')
  grant.addResourceScope(RESOURCE, 'read write')
  const code = new provider.AuthorizationCode({
    accountId: 'ann',
    client: found,
    grantId: await grant.save(),
    gty: 'authorization_code',
    redirectUri: REDIRECT,
    scope: 'openid offline_access email read',
    codeChallenge: challenge,
    codeChallengeMethod: 'S256',
    authTime: Math.floor(Date.now() / 1000),
    ...(resource ? { resource } : {}),
  })
  return code.save()
}

const VERIFIER = 'v'.repeat(43)

async function challenge(): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(VERIFIER))
  return Buffer.from(digest).toString('base64url')
}

async function signIn(registration: Registration, dpopKey?: DpopKey, resource = RESOURCE) {
  const parties = { server: metadata, registration, reach, dpopKey }
  const result = await exchangeCode(
    {
      ...parties,
      code: await issuedCode(registration.clientId, await challenge(), resource || undefined),
      codeVerifier: VERIFIER,
      redirectUri: REDIRECT,
      resource,
      scopes: ['openid', 'offline_access', 'email', 'read'],
    },
    ports,
    never,
  )
  const account = await accountOf(parties, result, ports, never)
  const common = {
    connectionId: 'c',
    server: metadata,
    grantType: 'code',
    now: Date.now(),
  } as const
  return { result, grant: grantFrom({ ...common, result, account, dpopKey }) }
}

const refresh = refreshGrant({ ...ports, reachOf: () => reach })

it('signs in, names the account, and refreshes while the refresh token rotates', async () => {
  const { result, grant } = await signIn(client)
  expect(result.notes).toEqual([])
  expect(grant).toMatchObject({
    tokenType: 'Bearer',
    resource: RESOURCE,
    account: 'ann@example.com',
    version: 1,
  })
  const refreshed = await refresh(grant, never)
  expect(refreshed).toMatchObject({
    status: 'refreshed',
    grant: { version: 2, account: 'ann@example.com' },
  })
  expect(refreshed.status === 'refreshed' && refreshed.grant.refreshToken).not.toBe(
    grant.refreshToken,
  )
  expect(await refresh(grant, never)).toMatchObject({
    status: 'refused',
    problem: { code: 'sign-in-expired' },
  })
})

it('asks the user info endpoint when the ID token has no name to show', async () => {
  const { result } = await signIn(client, undefined, '')
  const parties = { server: metadata, registration: client, reach }
  const nameless = { ...result, tokens: { ...result.tokens, account: '' } }
  expect(await accountOf(parties, nameless, ports, never)).toBe('ann@example.com')
  const gone = { ...parties, server: { ...metadata, userinfo_endpoint: 'http://127.0.0.1:1/' } }
  expect(await accountOf(gone, nameless, ports, never)).toBe('ann')
})

it('revokes both tokens: the refresh token is dead afterwards', async () => {
  const { grant } = await signIn(publicClient)
  expect(await revokeGrant(grant, { ...ports, reach }, never)).toEqual({
    refreshToken: 'revoked',
    accessToken: 'revoked',
  })
  expect(await refresh(grant, never)).toMatchObject({ status: 'refused' })
})

it('gets tokens bound to a key, through the nonce challenge, and refreshes them (E3)', async () => {
  const { grant } = await signIn(publicClient, await newDpopKey())
  expect(grant.tokenType).toBe('DPoP')
  expect(await refresh(grant, never)).toMatchObject({
    status: 'refreshed',
    grant: { tokenType: 'DPoP' },
  })
})

it('refuses a wrong code with a plain problem', async () => {
  const promise = exchangeCode(
    {
      server: metadata,
      registration: client,
      reach,
      code: 'wrong',
      codeVerifier: VERIFIER,
      redirectUri: REDIRECT,
      resource: RESOURCE,
      scopes: [],
    },
    ports,
    never,
  )
  expect(await problemOf(promise)).toMatchObject({ code: 'sign-in-refused', step: 'token' })
})

it('signs a service account in by secret and by signed assertion (E1)', async () => {
  const service = clientAt(origin, {
    clientId: 'service',
    clientSecret: undefined,
    authMethod: 'private_key_jwt',
    privateKey: await exportPKCS8(signing.privateKey),
  })
  for (const registration of [client, service]) {
    const parts = { server: metadata, registration, reach, resource: RESOURCE, scopes: ['read'] }
    const { tokens } = await clientCredentials(parts, ports, never)
    expect(tokens).toMatchObject({ tokenType: 'Bearer', scopes: ['read'] })
  }
})

it('signs in by device code once the person has agreed', async () => {
  const parts = {
    server: metadata,
    registration: client,
    reach,
    resource: RESOURCE,
    scopes: ['openid', 'offline_access'],
  }
  const started = await startDeviceAuthorization(parts, ports, never)
  expect(started.verificationUri).toBe(`${origin}/device`)
  const pending = await provider.DeviceCode.find(started.deviceCode)
  const grant = new provider.Grant({ accountId: 'ann', clientId: 'app' })
  grant.addOIDCScope('openid offline_access')
  grant.addResourceScope(RESOURCE, 'read')
  Object.assign(pending ?? {}, {
    accountId: 'ann',
    grantId: await grant.save(),
    scope: 'openid offline_access',
    resource: RESOURCE,
  })
  await pending?.save()
  const { tokens } = await pollDeviceToken(parts, started, ports, never)
  expect(tokens.accessToken).not.toBe('')
})
