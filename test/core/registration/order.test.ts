/** Which way of becoming a client is taken, and what is said about those that were passed over (C16 to C19, R06). */
import { describe, expect, it } from 'vitest'
import { ensureRegistration } from '#core/registration/ensure-registration.ts'
import { journey, registrationOptions, problemOf, type Journey } from '../journey.ts'
import { startLogin } from '../login-server.ts'

const documentAddress = 'https://example.com/client.json'

function waysTold({ told }: Journey): [string, string][] {
  return told.flatMap((each) =>
    each.type === 'registering' ? [[each.way, each.reason.english]] : [],
  )
}

describe('the order of the ways', () => {
  it('C16 C17: a client id the person gave wins over everything else', async () => {
    const login = await startLogin({}, { client_id_metadata_document_supported: true })
    const deps = await journey()
    const made = await ensureRegistration(login.found(), deps, {
      ...(await registrationOptions()),
      client: { clientId: ' mine ', clientSecret: '' },
      clientMetadataUrl: documentAddress,
    })
    expect(made).toMatchObject({ source: 'pre-registered', clientId: 'mine', authMethod: 'none' })
    expect(made).not.toHaveProperty('clientSecret')
    expect(login.asked).toEqual([])
    expect(waysTold(deps)).toEqual([['pre-registered', 'You gave a client id for this server.']])
  })

  it('C16 C18 C24: then the client id document, for which nothing is sent', async () => {
    const login = await startLogin({}, { client_id_metadata_document_supported: true })
    const deps = await journey()
    const made = await ensureRegistration(login.found(), deps, {
      ...(await registrationOptions()),
      clientMetadataUrl: documentAddress,
    })
    expect(made).toMatchObject({ source: 'cimd', clientId: documentAddress, authMethod: 'none' })
    expect(login.asked).toEqual([])
  })

  it.each([
    'http://example.com/client.json',
    'https://example.com/',
    'https://user@example.com/client.json',
    'https://example.com/client.json#part',
    'https://example.com/a/../client.json',
    'not an address',
  ])('C18: %s cannot be a client id', async (clientMetadataUrl) => {
    const login = await startLogin({}, { client_id_metadata_document_supported: true })
    const asked = { ...(await registrationOptions()), clientMetadataUrl }
    const problem = await problemOf(ensureRegistration(login.found(), await journey(), asked))
    expect(problem).toMatchObject({ code: 'bad-address', details: { address: clientMetadataUrl } })
  })

  it('C19: then registering by itself', async () => {
    const login = await startLogin()
    const deps = await journey()
    const made = await ensureRegistration(login.found(), deps, await registrationOptions())
    expect(made).toMatchObject({ source: 'dcr', authMethod: 'none', issuer: login.origin })
    expect(login.clients.has(made.clientId)).toBe(true)
    expect(waysTold(deps)).toEqual([['dcr', 'This app registered itself at the server.']])
  })

  it('C16: at last the person, who is told why nothing else was possible', async () => {
    const login = await startLogin({}, { registration_endpoint: undefined })
    const deps = await journey({ client: { clientId: 'typed', clientSecret: 'secret' } })
    const made = await ensureRegistration(login.found(), deps, await registrationOptions())
    expect(made).toMatchObject({ source: 'manual', clientId: 'typed', clientSecret: 'secret' })
    expect(waysTold(deps)).toEqual([
      ['manual', 'The server does not let apps register themselves.'],
    ])
  })

  it('a login that could not be found has no client', async () => {
    const login = await startLogin()
    const { discovery, wantsDpop, zone, otherIssuers } = login.found()
    const found = { discovery, wantsDpop, zone, otherIssuers }
    const problem = await problemOf(
      ensureRegistration(found, await journey(), await registrationOptions()),
    )
    expect(problem.code).toBe('login-needed-not-discoverable')
  })
})

describe('what the person is asked', () => {
  it('R06: shows callback addresses, scopes and the client authentication to use', async () => {
    const login = await startLogin(
      {},
      {
        registration_endpoint: undefined,
        token_endpoint_auth_methods_supported: ['client_secret_post'],
      },
    )
    const deps = await journey({ client: { clientId: 'typed', clientSecret: 's' } })
    const asked = { ...(await registrationOptions()), scopes: ['read', 'write'] }
    const made = await ensureRegistration(login.found(), deps, asked)
    const [port] = asked.ports
    expect(deps.requests).toMatchObject([
      {
        issuer: login.origin,
        callbackUrls: [`http://127.0.0.1:${port}/callback`],
        spelling: '127.0.0.1',
        scopes: ['read', 'write'],
        authMethod: 'client_secret_post',
      },
    ])
    expect(made).toMatchObject({
      authMethod: 'client_secret_post',
      redirectUris: [`http://127.0.0.1:${port}/callback`],
    })
  })

  it('R04: shows the spelling the person chose', async () => {
    const login = await startLogin({}, { registration_endpoint: undefined })
    const deps = await journey({ client: { clientId: 'typed' } })
    const asked = { ...(await registrationOptions()), spelling: 'localhost' } as const
    await ensureRegistration(login.found(), deps, asked)
    expect(deps.requests[0]?.callbackUrls).toEqual([`http://localhost:${asked.ports[0]}/callback`])
  })

  it('R06: turning away leaves a problem with everything to do it later, and nothing stored', async () => {
    const login = await startLogin({}, { registration_endpoint: undefined })
    const deps = await journey()
    const asked = { ...(await registrationOptions()), scopes: ['read'] }
    const problem = await problemOf(ensureRegistration(login.found(), deps, asked))
    expect(problem).toMatchObject({
      code: 'client-id-needed',
      whoseTurn: 'you',
      details: {
        issuer: login.origin,
        callbackUrl: `http://127.0.0.1:${asked.ports[0]}/callback`,
        scopes: 'read',
      },
    })
    expect(await deps.vault.keys('registration')).toEqual([])
  })

  it('is not asked again for the same connection', async () => {
    const login = await startLogin({}, { registration_endpoint: undefined })
    const deps = await journey({ client: { clientId: 'typed' } })
    const asked = { ...(await registrationOptions()), connectionId: 'c1' }
    await ensureRegistration(login.found(), deps, asked)
    expect(await ensureRegistration(login.found(), deps, asked)).toMatchObject({
      clientId: 'typed',
    })
    expect(deps.requests).toHaveLength(1)
  })
})
