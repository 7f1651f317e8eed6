/** Wrong documents and wrong challenges are found, each by its own rule and by no other. */
import { describe, expect, it } from 'vitest'
import { at, withHeaders, withMembers, type Fault } from '../../servers/faulty-server.ts'
import { startFaulty } from './start-faulty.ts'
import { complaintsOf, reportOn } from './report-on.ts'

const prm = '/.well-known/oauth-protected-resource/mcp'
const metadata = '/.well-known/oauth-authorization-server'
/** What the sample does not do; every report has it. */
const always = 'warn challenge-names-scope'
const refuse = (status: number) => () => new Response('No', { status })

async function complaintsAbout(fault: Fault): Promise<string[]> {
  const report = await reportOn(await startFaulty(fault), {
    mayRegister: () => Promise.resolve(false),
  })
  return complaintsOf(report).filter((each) => each !== always)
}

describe('check-server, from outside and without a client', () => {
  it('has nothing to say against a right server', async () => {
    expect(await complaintsAbout((_, right) => right())).toEqual([])
  })

  it.each<[string, Fault, string[]]>([
    [
      'no challenge in the 401',
      withHeaders('/mcp', { 'www-authenticate': '' }),
      ['fail challenge-is-bearer', 'warn challenge-names-metadata', 'warn wrong-token-is-named'],
    ],
    [
      'a challenge without an address',
      withHeaders('/mcp', { 'www-authenticate': 'Bearer' }),
      ['warn challenge-names-metadata', 'warn wrong-token-is-named'],
    ],
    [
      'another scheme',
      withHeaders('/mcp', { 'www-authenticate': 'Basic realm="x"' }),
      ['fail challenge-is-bearer', 'warn challenge-names-metadata', 'warn wrong-token-is-named'],
    ],
    [
      'a 403 instead of the 401',
      at('/mcp', async (answer) => new Response('{}', { status: 403, headers: answer.headers })),
      ['fail demands-login-with-401', 'fail refuses-wrong-token'],
    ],
    [
      'resource metadata at the root only',
      async (request, right) => {
        const { pathname } = new URL(request.url)
        if (pathname === prm) return new Response('', { status: 404 })
        if (pathname !== '/.well-known/oauth-protected-resource') return right()
        return right(new Request(request.url.replace(pathname, prm)))
      },
      ['fail challenge-address-works', 'warn resource-metadata-at-well-known-path'],
    ],
    [
      'resource metadata that is sent as text',
      withHeaders(prm, { 'content-type': 'text/plain' }),
      ['fail resource-metadata-is-json'],
    ],
    [
      'a resource with one slash more',
      at(prm, async (answer) => {
        const document = (await answer.json()) as { resource: string }
        return Response.json({ ...document, resource: `${document.resource}/` })
      }),
      ['fail resource-is-the-address'],
    ],
    [
      'no scopes in the resource metadata',
      withMembers(prm, { scopes_supported: undefined }),
      ['warn resource-scopes-listed'],
    ],
    [
      'tokens that are only taken in the body',
      withMembers(prm, { bearer_methods_supported: ['body'] }),
      ['fail token-in-header'],
    ],
    [
      'metadata that is sent as text',
      withHeaders(metadata, { 'content-type': 'text/plain' }),
      ['fail server-metadata-is-json'],
    ],
    [
      'an issuer with one slash more',
      at(metadata, async (answer) => {
        const document = (await answer.json()) as { issuer: string }
        return Response.json({ ...document, issuer: `${document.issuer}/` })
      }),
      ['fail issuer-is-identical'],
    ],
    [
      'no list of challenge methods',
      withMembers(metadata, { code_challenge_methods_supported: undefined }),
      ['fail pkce-s256-listed'],
    ],
    [
      'plain beside S256',
      withMembers(metadata, { code_challenge_methods_supported: ['plain', 'S256'] }),
      ['warn pkce-plain-not-offered'],
    ],
    [
      'an endpoint nobody filled in',
      withMembers(metadata, { token_endpoint: 'https://auth.example.com/{tenant}/token' }),
      ['fail endpoints-are-usable'],
    ],
    [
      'clients that need a secret',
      withMembers(metadata, { token_endpoint_auth_methods_supported: ['client_secret_post'] }),
      ['warn public-clients-taken'],
    ],
    [
      'no response types',
      withMembers(metadata, { response_types_supported: undefined }),
      ['fail code-response-listed'],
    ],
    [
      'no refresh among the grants',
      withMembers(metadata, { grant_types_supported: ['authorization_code'] }),
      ['warn refresh-listed'],
    ],
    [
      'the password grant',
      withMembers(metadata, {
        grant_types_supported: ['authorization_code', 'refresh_token', 'password'],
      }),
      ['warn old-grants-not-offered'],
    ],
    [
      'no promise to name the issuer',
      withMembers(metadata, { authorization_response_iss_parameter_supported: undefined }),
      ['warn issuer-in-replies-promised'],
    ],
    [
      'no revocation',
      withMembers(metadata, { revocation_endpoint: undefined }),
      ['warn revocation-offered'],
    ],
    [
      'no registration',
      withMembers(metadata, { registration_endpoint: undefined }),
      ['warn clients-can-become-known'],
    ],
    [
      'a token endpoint that answers GET, and unknown clients in its own words',
      at('/token', () => Response.json({ ok: false })),
      ['fail unknown-client-refused', 'warn token-endpoint-takes-post-only'],
    ],
  ])('finds %s', async (_, fault, expected) => {
    expect(await complaintsAbout(fault)).toEqual(expected)
  })

  it('finds documents that are not there at all', async () => {
    const complaints = await complaintsAbout(async (request, right) =>
      request.url.includes('/.well-known/') ? refuse(404)() : right(),
    )
    expect(complaints).toContain('fail resource-metadata-published')
    expect(complaints).toContain('fail server-metadata-published')
  })
})
