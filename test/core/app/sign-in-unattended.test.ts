/** Employees whom their company vouches for, and workloads: what is asked of whom, and how they are renewed (E2, E4). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { createNamedFiles } from '#adapters/named-files.ts'
import { ConnectionSettings } from '#contract/connection.ts'
import type { GrantType } from '#contract/connection.ts'
import { createKeeper } from '#core/app/keeper.ts'
import { obtainGrant } from '#core/app/obtain-grant.ts'
import { rememberZone } from '#core/app/parts.ts'
import { privateFolder, silent } from '../../adapters/store/private-folder.ts'
import { browse, journey, problemOf } from '../journey.ts'
import type { Script } from '../journey.ts'
import { startLogin, tokens } from '../login-server.ts'
import type { LoginServer } from '../login-server.ts'
import { connectionFor } from './connection-for.ts'
import { noCommands } from '../no-commands.ts'

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange'
const idJag = 'urn:ietf:params:oauth:token-type:id-jag'
const { signal } = new AbortController()
const client = { clientId: 'our client', clientSecret: 'our secret' }

/** An authorization server that only takes assertions. */
async function assertionServer(): Promise<LoginServer> {
  return startLogin({
    '/token': ({ body }) =>
      body['grant_type'] === jwtBearer
        ? tokens()
        : { status: 400, body: { error: 'nothing else' } },
  })
}

/** A connection whose settings name the file with `content`. */
async function setUp(
  grantType: GrantType,
  setting: 'assertionFile' | 'identityProviderFile',
  content: string,
  script: Script = {},
) {
  const server = await assertionServer()
  const file = join(privateFolder(), 'credential')
  writeFileSync(file, content)
  const settings = ConnectionSettings.parse({ grantType, [setting]: file })
  const ports = {
    ...(await journey(script)),
    files: createNamedFiles(),
    log: silent,
    version: '1',
    commandFetch: noCommands,
  }
  const parts = { ...ports, keeper: createKeeper(ports) }
  const { issuer, url, resource } = server.found().discovery
  const connection = connectionFor({ settings, issuer, url, resource })
  ports.store.saveConnection(connection)
  rememberZone(ports.store, connection.id, 'loopback')
  const { guide } = ports
  const wish = { connection, found: server.found(), guide, signal, patienceMs: 10_000, client }
  return { server, file, ports, parts, wish, obtain: () => obtainGrant(wish, parts) }
}

/** The company's own login, which exchanges ID tokens for assertions. */
async function company(): Promise<LoginServer & { idToken(): Promise<string> }> {
  const { privateKey } = await generateKeyPair('RS256')
  const login: LoginServer = await startLogin({
    '/.well-known/openid-configuration': () => ({ body: login.metadata }),
    '/token': async ({ body }, usual) => {
      if (body['grant_type'] !== tokenExchange) {
        const right = usual()
        if (right.status === 400) return right
        return tokens({ id_token: await idToken() })
      }
      return {
        body: { access_token: 'the-assertion', issued_token_type: idJag, token_type: 'N_A' },
      }
    },
  })
  const idToken = () =>
    new SignJWT({ email: 'kim@company.example' })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(login.origin)
      .setAudience('app at the company')
      .setSubject('kim')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
  login.clients.set('app at the company', [])
  return { ...login, idToken }
}

describe('an employee whom the company vouches for', () => {
  it('signs in at the company only, and its assertion is redeemed at the server', async () => {
    const idp = await company()
    const settings = JSON.stringify({ issuer: idp.origin, clientId: 'app at the company' })
    const { server, ports, obtain } = await setUp('enterprise', 'identityProviderFile', settings)
    const { grant } = await obtain()
    expect(ports.opened).toHaveLength(1)
    expect(ports.opened[0]).toContain(`${idp.origin}/authorize`)
    expect(idp.to('/authorize').at(-1)?.query.get('scope')).toBe('openid email')
    expect(idp.to('/authorize').at(-1)?.query.has('resource')).toBe(false)
    expect(idp.to('/token').at(-1)?.body).toMatchObject({
      grant_type: tokenExchange,
      requested_token_type: idJag,
      audience: server.origin,
      resource: `${server.origin}/mcp`,
    })
    expect(server.to('/token').map(({ body }) => body)).toEqual([
      expect.objectContaining({ grant_type: jwtBearer, assertion: 'the-assertion' }),
    ])
    expect(server.to('/authorize')).toEqual([])
    expect(grant).toMatchObject({ grantType: 'enterprise', issuer: server.origin })
  })

  it('opens no browser where single sign-on leaves the ID token in a file, and renews from it', async () => {
    const idp = await company()
    const folder = privateFolder()
    const idTokenFile = join(folder, 'id-token')
    writeFileSync(idTokenFile, await idp.idToken())
    const { server, ports, parts, obtain } = await setUp(
      'enterprise',
      'identityProviderFile',
      JSON.stringify({
        issuer: idp.origin,
        clientId: 'app at the company',
        tokenEndpoint: idp.metadata.token_endpoint,
        idTokenFile,
      }),
    )
    const { grant } = await obtain()
    await parts.keeper.save(grant)
    expect(ports.opened).toEqual([])
    const renewed = await parts.keeper.refreshNow(grant.connectionId, signal)
    expect(renewed.status).toBe('ready')
    expect(idp.to('/token')).toHaveLength(2)
    expect(server.to('/token')).toHaveLength(2)
  })

  it('cannot be renewed without the person who signed in at the company', async () => {
    const idp = await company()
    const settings = JSON.stringify({ issuer: idp.origin, clientId: 'app at the company' })
    const { ports, parts, obtain } = await setUp('enterprise', 'identityProviderFile', settings)
    const { grant } = await obtain()
    await parts.keeper.save(grant)
    const answer = await parts.keeper.refreshNow(grant.connectionId, signal)
    expect(answer).toMatchObject({ status: 'needs-sign-in', problem: { code: 'sign-in-expired' } })
    expect(ports.opened).toHaveLength(1)
  })

  it.each(['no JSON', '{}', '{"issuer":"https://idp.example"}'])(
    'is told that IT has to help when the settings are %s',
    async (settings) => {
      const { obtain } = await setUp('enterprise', 'identityProviderFile', settings)
      expect(await problemOf(obtain())).toMatchObject({
        code: 'credential-file-unreadable',
        whoseTurn: 'it',
      })
    },
  )

  it('gets no further than the company when its login gives no ID token', async () => {
    const idp = await startLogin({
      '/.well-known/openid-configuration': () => ({ body: idp.metadata }),
    })
    idp.clients.set('app', [])
    const settings = JSON.stringify({ issuer: idp.origin, clientId: 'app' })
    const { server, obtain } = await setUp('enterprise', 'identityProviderFile', settings, {
      browser: browse,
    })
    expect((await problemOf(obtain())).code).toBe('token-answer-unusable')
    expect(server.to('/token')).toEqual([])
  })
})

describe('a workload', () => {
  it('presents the token of its platform, and at a renewal the one that is there then', async () => {
    const { server, file, ports, parts, obtain } = await setUp('workload', 'assertionFile', 'one\n')
    const { grant } = await obtain()
    await parts.keeper.save(grant)
    writeFileSync(file, 'two\n')
    expect((await parts.keeper.refreshNow(grant.connectionId, signal)).status).toBe('ready')
    expect(server.to('/token').map(({ body }) => body['assertion'])).toEqual(['one', 'two'])
    expect(ports.opened).toEqual([])
  })

  it('keeps what it has when its file is gone at a renewal', async () => {
    const { parts, ports, obtain, wish } = await setUp('workload', 'assertionFile', 'one')
    const { grant } = await obtain()
    await parts.keeper.save(grant)
    const settings = { ...wish.connection.settings, assertionFile: '/nowhere/token' }
    ports.store.saveConnection({ ...wish.connection, settings })
    const answer = await parts.keeper.refreshNow(grant.connectionId, signal).catch(() => undefined)
    expect(answer?.status).not.toBe('needs-sign-in')
    expect((await parts.keeper.read(grant.connectionId))?.accessToken).toBe(grant.accessToken)
  })

  it('is not tried twice when its token is refused', async () => {
    const { server, obtain } = await setUp('workload', 'assertionFile', 'one')
    server.habits['/token'] = () => ({ status: 400, body: { error: 'invalid_grant' } })
    await problemOf(obtain())
    expect(server.to('/token')).toHaveLength(1)
  })
})
