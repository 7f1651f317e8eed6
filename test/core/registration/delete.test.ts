/** Giving a registration back at the server (RFC 7592 §2.3, R27). */
import { describe, expect, it } from 'vitest'
import { deleteRegistration } from '#core/registration/delete-registration.ts'
import { ensureRegistration } from '#core/registration/ensure-registration.ts'
import { journey, registrationOptions } from '../journey.ts'
import { freePort } from '../../servers/start-process.ts'
import { startLogin, type Answer } from '../login-server.ts'

/** Registers where management is offered at `address` (below the server when it is a path), then deletes. */
async function deleteWhere(address: string, answer: Answer, token: string | null = 'manage-me') {
  const login = await startLogin({
    '/register': (_asked, usual) => ({
      status: 201,
      body: {
        ...(usual().body as object),
        registration_client_uri: address.startsWith('/') ? login.origin + address : address,
        registration_access_token: token,
      },
    }),
    '/manage': () => answer,
  })
  const deps = await journey()
  const asked = await registrationOptions()
  const made = await ensureRegistration(login.found(), deps, asked)
  const fetch = deps.http.fetchWithin({ ...asked.reach, limits: 'machine' })
  const receipt = await deleteRegistration(made, { fetch, vault: deps.vault }, asked.signal)
  return { receipt, left: await deps.vault.keys('registration'), manage: login.to('/manage'), made }
}

describe('a registration that is given back', () => {
  it('is deleted at the server with its own token, and here', async () => {
    const { receipt, left, manage } = await deleteWhere('/manage', { status: 204 })
    expect(receipt).toEqual({ status: 'deleted' })
    expect(left).toEqual([])
    expect(manage).toMatchObject([
      { method: 'DELETE', headers: { authorization: 'Bearer manage-me' } },
    ])
  })

  it.each([401, 404])(
    'counts as deleted when the server no longer knows it (%i)',
    async (status) => {
      expect((await deleteWhere('/manage', { status })).receipt).toEqual({ status: 'deleted' })
    },
  )

  it.each([403, 500, 302])('is forgotten here even when the server says %i', async (status) => {
    const answer = { status, headers: { location: 'https://elsewhere.example/' } }
    const { receipt, left } = await deleteWhere('/manage', answer)
    expect(receipt).toMatchObject({ status: 'failed', reason: expect.stringMatching(/\.$/) })
    expect(left).toEqual([])
  })

  it('is forgotten here when nobody answers', async () => {
    const { receipt, left } = await deleteWhere(`http://127.0.0.1:${await freePort()}/manage`, {})
    expect(receipt.status).toBe('failed')
    expect(left).toEqual([])
  })

  it.each([
    ['plain http on the internet', 'http://example.com/manage'],
    ['javascript', 'javascript:alert(1)'],
    ['no address at all', 'manage'],
  ])('never has its token sent to %s', async (_name, address) => {
    const { receipt, made } = await deleteWhere(address, {})
    expect(made).not.toHaveProperty('registrationAccessToken')
    expect(receipt).toEqual({ status: 'not-offered' })
  })

  it('is not deleted at the server without a token for it', async () => {
    const { receipt, manage } = await deleteWhere('/manage', {}, null)
    expect(receipt).toEqual({ status: 'not-offered' })
    expect(manage).toEqual([])
  })

  it('that a person made by hand stays at the provider', async () => {
    const login = await startLogin({}, { registration_endpoint: undefined })
    const deps = await journey({ client: { clientId: 'typed' } })
    const asked = await registrationOptions()
    const made = await ensureRegistration(login.found(), deps, asked)
    const fetch = deps.http.fetchWithin({ ...asked.reach, limits: 'machine' })
    const receipt = await deleteRegistration(
      { ...made, registrationClientUri: `${login.origin}/manage`, registrationAccessToken: 't' },
      { fetch, vault: deps.vault },
      asked.signal,
    )
    expect(receipt).toEqual({ status: 'not-offered' })
    expect(login.asked).toEqual([])
    expect(await deps.vault.keys('registration')).toEqual([])
  })
})
