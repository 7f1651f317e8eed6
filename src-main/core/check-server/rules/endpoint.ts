/** Rules for the MCP endpoint: how it demands a token, and refuses a wrong one. */
import { parseChallenges, valueOf } from '#core/discovery/challenge.ts'
import type { Evidence } from '../evidence.ts'
import { said } from '../exchange.ts'
import { challengeIn } from '../gather-documents.ts'
import { doubtful, mcp, no, rfc, type Rule, unseen, yes } from '../rule.ts'

const noLogin = unseen('the server works without a login')
const topic = 'challenge'

export const endpointRules: readonly Rule[] = [
  {
    id: 'demands-login-with-401',
    title: 'A request without a token is answered with 401, also to initialize',
    level: 'must',
    source: mcp('error handling', '#error-handling'),
    topic,
    judge: ({ open, endpoint }) => {
      if (open) return noLogin
      const { withoutToken } = endpoint
      return withoutToken.status === 401 ? yes(said(withoutToken)) : no(said(withoutToken))
    },
  },
  {
    id: 'challenge-is-bearer',
    title: 'The 401 carries a WWW-Authenticate header with the scheme Bearer',
    level: 'must',
    source: rfc(6750, '3'),
    topic,
    judge: ({ open, endpoint }) => {
      if (open) return noLogin
      const header = endpoint.withoutToken.headers.get('www-authenticate')
      if (header === null) return no('there is no WWW-Authenticate header')
      const shown = `WWW-Authenticate: ${header.slice(0, 200)}`
      const schemes = parseChallenges(header).map((each) => each.scheme.toLowerCase())
      return schemes.some((each) => each === 'bearer' || each === 'dpop') ? yes(shown) : no(shown)
    },
  },
  {
    id: 'challenge-names-metadata',
    title: 'The challenge names the address of the resource metadata, once',
    level: 'should',
    source: rfc(9728, '5.1'),
    topic,
    judge: ({ open, endpoint }) => {
      if (open) return noLogin
      const named = (endpoint.challenge?.parameters ?? []).filter(
        (each) => each.name === 'resource_metadata',
      )
      const [first] = named
      if (!first) return no('there is no resource_metadata in the challenge')
      if (named.length > 1) return no(`resource_metadata comes ${named.length} times`)
      return URL.canParse(first.value) ? yes(first.value) : no(`${first.value} is no address`)
    },
  },
  {
    id: 'challenge-address-works',
    title: 'The address in the challenge holds the resource metadata',
    level: 'must',
    source: rfc(9728, '5.1'),
    topic: 'resource-metadata',
    judge: ({ open, resource }) => {
      if (open) return noLogin
      const { named } = resource
      if (!named) return unseen('the challenge names no address')
      return named.status === 200 && named.json ? yes(said(named)) : no(said(named))
    },
  },
  {
    id: 'challenge-names-scope',
    title: 'The challenge names the scopes that are needed',
    level: 'should',
    source: mcp('resource metadata', '#protected-resource-metadata-discovery-requirements'),
    topic,
    judge: (evidence) => {
      if (evidence.open) return noLogin
      const scope = valueOf(evidence.endpoint.challenge, 'scope')
      if (scope) return yes(`scope="${scope}"`)
      return usesScopes(evidence)
        ? no('there is no scope in the challenge, so clients ask for every scope that is listed')
        : unseen('the server lists no scopes')
    },
  },
  {
    id: 'refuses-wrong-token',
    title: 'A token that was never issued is answered with 401',
    level: 'must',
    source: mcp('token handling', '#token-handling'),
    topic,
    judge: ({ open, endpoint }) => {
      if (open) return noLogin
      return endpoint.badToken.status === 401
        ? yes(said(endpoint.badToken))
        : no(said(endpoint.badToken))
    },
  },
  {
    id: 'wrong-token-is-named',
    title: 'The 401 to a wrong token says error="invalid_token"',
    level: 'should',
    source: rfc(6750, '3.1'),
    topic,
    judge: ({ open, endpoint }) => {
      if (open) return noLogin
      if (endpoint.badToken.status !== 401) return unseen('a wrong token is not answered with 401')
      const error = valueOf(challengeIn(endpoint.badToken), 'error')
      if (error === 'invalid_token') return yes('error="invalid_token"')
      return no(error === undefined ? 'the challenge names no error' : `error="${error}"`)
    },
  },
  {
    id: 'no-error-without-token',
    title: 'A request without a token is told where to get one, and is not called an error',
    level: 'should',
    source: rfc(6750, '3.1'),
    topic,
    judge: ({ open, endpoint }) => {
      if (open) return noLogin
      const error = valueOf(endpoint.challenge, 'error')
      return error === undefined
        ? yes('the challenge names no error')
        : doubtful(`error="${error}"`)
    },
  },
]

function usesScopes({ resource, metadata }: Evidence): boolean {
  const lists = [resource.document?.['scopes_supported'], metadata.document?.['scopes_supported']]
  return lists.some((list) => Array.isArray(list) && list.length > 0)
}
