/** Whatever a person pastes, a sign-in page answers or a registration endpoint sends: never a crash, never more trust than was asked for. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isProblem } from '#core/app-error.ts'
import { Registration } from '#core/records.ts'
import { registrationFromAnswer } from '#core/registration/registration-answer.ts'
import { askAhead } from '#core/sign-in/ask-ahead.ts'
import { complainsAboutRedirect, readPasted } from '#core/sign-in/pasted-address.ts'
import { addressForBrowser } from '#core/sign-in/safe-address.ts'

const { signal } = new AbortController()
const issuer = 'https://login.example.com'

/** Words that replies are made of, between anything else. */
const replyLike = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'https://',
        'http://127.0.0.1/callback',
        '?',
        '&',
        '#',
        '=',
        'code=c',
        'state=s',
        'error=e',
        '%',
        '%zz',
        ' ',
        '\n',
        '"',
        'redirect_uri_mismatch',
      ),
      fc.string({ maxLength: 8 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

it('R22: a pasted text is a reply with its state, or a problem that says what to paste', () => {
  fc.assert(
    fc.property(fc.oneof(replyLike, fc.string({ unit: 'binary' })), (text) => {
      expect(typeof complainsAboutRedirect(text)).toBe('boolean')
      try {
        const query = readPasted(text)
        expect(query.has('state')).toBe(true)
        expect(query.has('code') || query.has('error')).toBe(true)
      } catch (error) {
        expect(isProblem(error, 'pasted-address-unusable')).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})

it('R03: no answer of a sign-in page breaks the look ahead, and a refusal has a known shape', async () => {
  const request = {
    url: `${issuer}/authorize?state=s`,
    issuer,
    state: 's',
    verifier: 'v',
    redirectUri: 'http://127.0.0.1:28463/callback',
    resource: '',
    scopes: [],
  }
  const location = fc.oneof(
    fc.webUrl({ withQueryParameters: true }),
    replyLike.map((text) => `http://127.0.0.1:28463/callback?${encodeURI(text.toWellFormed())}`),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 200, max: 599 }),
      fc.oneof(fc.json(), fc.string(), fc.constant('{"error":"invalid_client"}')),
      location,
      async (status, body, target) => {
        const empty = [204, 205, 304].includes(status)
        const headers = { location: target.replace(/[^\u0021-\u007e]/g, '') }
        const fetch = () => Promise.resolve(new Response(empty ? null : body, { status, headers }))
        const foresight = await askAhead(request, { issuer }, fetch, signal)
        expect(['fine', 'unsure', 'refused']).toContain(foresight.status)
        if (foresight.status === 'refused' && foresight.certain) {
          expect(foresight.error).toMatch(
            /^(invalid_client|unauthorized_client|invalid_scope|invalid_target|redirect_refused|)$/,
          )
        }
      },
    ),
    { numRuns: 500 },
  )
})

it('an answer of a registration endpoint gives a registration within what was asked, or a sentence', () => {
  const redirectUris = ['http://127.0.0.1:1/callback', 'http://localhost:1/callback']
  const asked = { issuer, redirectUris, authMethod: 'none', now: 1 } as const
  const answer = fc.record(
    {
      client_id: fc.anything(),
      client_secret: fc.oneof(fc.string(), fc.anything()),
      client_secret_expires_at: fc.anything(),
      token_endpoint_auth_method: fc.oneof(
        fc.constantFrom('none', 'client_secret_post', 'private_key_jwt'),
        fc.anything(),
      ),
      redirect_uris: fc.oneof(
        fc.array(fc.oneof(fc.constantFrom(...redirectUris), fc.webUrl())),
        fc.anything(),
      ),
      registration_client_uri: fc.oneof(fc.webUrl(), fc.string(), fc.anything()),
      registration_access_token: fc.oneof(fc.string(), fc.anything()),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(fc.oneof(answer, fc.anything()), (body) => {
      const made = registrationFromAnswer(body, asked)
      if ('english' in made) {
        expect(made.english).toMatch(/\.$/)
        return
      }
      expect(Registration.safeParse(made).success).toBe(true)
      expect(redirectUris).toEqual(expect.arrayContaining(made.redirectUris))
      expect(made.authMethod === 'none' || made.clientSecret !== undefined).toBe(true)
      if (made.registrationClientUri !== undefined) {
        expect(made.registrationClientUri).toMatch(
          /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/,
        )
      }
    }),
    { numRuns: 2000 },
  )
})

it('C34: an address is opened as https, or as http on this computer, or not at all', () => {
  const address = fc.oneof(
    fc.webUrl(),
    fc.string(),
    fc
      .tuple(
        fc.constantFrom('javascript:', 'http://', 'https://', 'HTTP://', 'file:', ' http://', '//'),
        fc.constantFrom(
          'localhost',
          '127.0.0.1',
          '127.1',
          '[::1]',
          'localhost.evil.example',
          'a@b',
        ),
        fc.string(),
      )
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(address, (text) => {
      try {
        const url = addressForBrowser(text, { zone: 'public', plainHttpConfirmed: true })
        const near = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
        expect(url.protocol === 'https:' || (url.protocol === 'http:' && near)).toBe(true)
        expect(url.username + url.password).toBe('')
      } catch (error) {
        expect(isProblem(error, 'unsafe-authorization-address')).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})
