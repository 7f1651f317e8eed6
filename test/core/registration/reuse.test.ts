/** One registration for everybody who may share it, renewed when it has to be, and never used anywhere else (C22, C23, R03, R27). */
import { describe, expect, it } from 'vitest'
import { ensureRegistration } from '#core/registration/ensure-registration.ts'
import { rememberRefusal } from '#core/registration/refused-credentials.ts'
import { keyOfRegistration, updateRegistration } from '#core/registration/saved-registrations.ts'
import { journey, registrationOptions, problemOf } from '../journey.ts'
import { startLogin, tokens, type LoginServer } from '../login-server.ts'

const hour = 3_600_000

function registrationsAt(login: LoginServer): number {
  return login.to('/register').length
}

describe('a registration', () => {
  it('R27: is made once when twelve connections want it at once', async () => {
    const login = await startLogin()
    const deps = await journey()
    const asked = await registrationOptions()
    const made = await Promise.all(
      Array.from({ length: 12 }, (_, number) =>
        ensureRegistration(login.found(), deps, { ...asked, connectionId: `c${number}` }),
      ),
    )
    expect(registrationsAt(login)).toBe(1)
    expect(new Set(made.map((each) => each.clientId)).size).toBe(1)
  })

  it('R27: is made anew for another set of callback addresses', async () => {
    const login = await startLogin()
    const deps = await journey()
    const first = await ensureRegistration(login.found(), deps, await registrationOptions())
    const second = await ensureRegistration(login.found(), deps, await registrationOptions())
    expect(registrationsAt(login)).toBe(2)
    expect(second.clientId).not.toBe(first.clientId)
  })

  it('C22: is never used at another issuer, even when the record lies in its place', async () => {
    const [one, other] = [await startLogin(), await startLogin()]
    const deps = await journey()
    const asked = await registrationOptions()
    const made = await ensureRegistration(one.found(), deps, asked)
    const key = (await keyOfRegistration(deps.vault, made)) ?? ''
    await deps.vault.write('registration', key.replace(one.origin, other.origin), made)
    const second = await ensureRegistration(other.found(), deps, asked)
    expect(second).toMatchObject({ issuer: other.origin })
    expect(second.clientId).not.toBe(made.clientId)
    expect(registrationsAt(other)).toBe(1)
  })

  it('is renewed before its secret runs out', async () => {
    const login = await startLogin(
      {
        '/register': ({ body }) => ({
          status: 201,
          body: {
            ...body,
            client_id: `c${registrationsAt(login)}`,
            client_secret: 's',
            client_secret_expires_at: Math.floor((Date.now() + 24 * hour) / 1000),
          },
        }),
      },
      { token_endpoint_auth_methods_supported: ['client_secret_post'] },
    )
    const deps = await journey()
    const asked = await registrationOptions()
    const register = () => ensureRegistration(login.found(), deps, asked)
    expect((await register()).clientId).toBe('c1')
    deps.clock.advance(23 * hour)
    expect((await register()).clientId).toBe('c1')
    deps.clock.advance(50 * 60_000)
    expect((await register()).clientId).toBe('c2')
    expect(deps.told.at(-1)).toMatchObject({
      reason: { english: expect.stringMatching(/secret .* run out/) as string },
    })
  })

  it('R03: that the server forgot is replaced, and nothing else is', async () => {
    const login = await startLogin()
    const deps = await journey()
    const asked = await registrationOptions()
    const first = await ensureRegistration(login.found(), deps, asked)
    const dead = { clientId: first.clientId, reason: { english: 'The server forgot this app.' } }
    const second = await ensureRegistration(login.found(), deps, { ...asked, dead })
    expect(second.clientId).not.toBe(first.clientId)
    // A late one that met the same dead client finds the new registration.
    const third = await ensureRegistration(login.found(), deps, { ...asked, dead })
    expect(third.clientId).toBe(second.clientId)
    expect(registrationsAt(login)).toBe(2)
  })

  it('R03: that once worked and whose last sign-in never came back is replaced once', async () => {
    const login = await startLogin()
    const deps = await journey()
    const asked = await registrationOptions()
    const register = () => ensureRegistration(login.found(), deps, asked)
    const first = await register()
    await updateRegistration(deps.vault, { ...first, lastAttemptUnanswered: true })
    expect((await register()).clientId).toBe(first.clientId)
    await updateRegistration(deps.vault, {
      ...first,
      lastSuccessAt: 1,
      lastAttemptUnanswered: true,
    })
    const second = await register()
    expect(second.clientId).not.toBe(first.clientId)
    expect((await register()).clientId).toBe(second.clientId)
  })

  it('of an older shape is no registration', async () => {
    const login = await startLogin()
    const deps = await journey()
    const asked = await registrationOptions()
    const first = await ensureRegistration(login.found(), deps, asked)
    const key = (await keyOfRegistration(deps.vault, first)) ?? ''
    await deps.vault.write('registration', key, { id: 'old shape' })
    const second = await ensureRegistration(login.found(), deps, asked)
    expect(second.clientId).not.toBe(first.clientId)
  })
})

describe('credentials a person typed', () => {
  const byHand = { registration_endpoint: undefined }

  it('C23: are not tried at another authorization server that took the place of theirs', async () => {
    const [one, other] = [await startLogin({}, byHand), await startLogin({}, byHand)]
    const deps = await journey({ client: { clientId: 'typed', clientSecret: 's' } })
    const asked = { ...(await registrationOptions()), connectionId: 'c1' }
    await ensureRegistration(one.found(), deps, asked)
    const problem = await problemOf(ensureRegistration(other.found(), deps, asked))
    expect(problem).toMatchObject({
      code: 'issuer-changed',
      details: { before: one.origin, now: other.origin },
    })
    expect(deps.requests).toHaveLength(1)
    expect(other.asked).toEqual([])
  })

  it('are kept when the server refuses them, and asked for again with its words', async () => {
    const login = await startLogin({}, byHand)
    const deps = await journey({ client: { clientId: 'typed', clientSecret: 's' } })
    const asked = { ...(await registrationOptions()), connectionId: 'c1' }
    const made = await ensureRegistration(login.found(), deps, asked)
    const reason = { english: 'It says: secret expired.' }
    rememberRefusal(made, deps.store, reason)
    const dead = { clientId: 'typed', reason }
    const again = await ensureRegistration(login.found(), deps, { ...asked, dead })
    expect(deps.requests[1]?.why).toEqual(reason)
    // Typing them again is the person's word that they are right now.
    expect(again.clientId).toBe('typed')
    expect(await ensureRegistration(login.found(), deps, asked)).toMatchObject({
      clientId: 'typed',
    })
    expect(deps.requests).toHaveLength(2)
  })

  it('R09 R24: of two connections to one issuer stay apart', async () => {
    const login = await startLogin({ '/token': () => tokens() }, byHand)
    const deps = await journey()
    const asked = await registrationOptions()
    const give = (connectionId: string, clientId: string) =>
      ensureRegistration(login.found(), deps, { ...asked, connectionId, client: { clientId } })
    const keep = (connectionId: string) =>
      ensureRegistration(login.found(), deps, { ...asked, connectionId })
    await give('c1', 'org-1')
    await give('c2', 'org-2')
    expect((await keep('c1')).clientId).toBe('org-1')
    expect((await keep('c2')).clientId).toBe('org-2')
  })
})
