/** Rules that need a person who signs in: what tokens are like, what a code is bound to, rotation, and signing out. */
import type { Gathered, SignInAnswers } from '../evidence.ts'
import { errorIn, type Exchange, isJson, said, textOf } from '../exchange.ts'
import { doubtful, type Judgement, mcp, no, rfc, type Rule, unseen, yes } from '../rule.ts'
import { audienceOf } from './audience.ts'

const topic = 'tokens'

function withAnswers(judge: (answers: SignInAnswers) => Judgement): Rule['judge'] {
  return ({ signIn }) => (signIn.seen ? judge(signIn.seen) : unseen(signIn.why))
}

function withTokens(judge: (tokens: Exchange) => Judgement): Rule['judge'] {
  return withAnswers(({ tokens, accessToken }) =>
    accessToken === '' ? unseen('no token was given out') : judge(tokens),
  )
}

function refusedGrant(answer: Exchange): Judgement {
  if (textOf(answer.json?.['access_token']) !== '') return no('it was answered with tokens')
  const right = answer.status === 400 && errorIn(answer) === 'invalid_grant'
  return right ? yes(said(answer)) : doubtful(said(answer))
}

function gathered<T>(answers: Gathered<T>, judge: (seen: T) => Judgement): Judgement {
  return answers.seen === undefined ? unseen(answers.why ?? 'not seen') : judge(answers.seen)
}

export const signInRules: readonly Rule[] = [
  {
    id: 'sign-in-works',
    title: 'A person can sign in, and the code is redeemed for a token',
    level: 'must',
    source: rfc(6749, '4.1'),
    topic,
    judge: ({ signIn, signInProblem }) => {
      if (signInProblem) return no(`${signInProblem.message} (${signInProblem.code})`)
      if (!signIn.seen) return unseen(signIn.why)
      const { tokens, accessToken } = signIn.seen
      return accessToken === '' ? no(said(tokens)) : yes(said(tokens))
    },
  },
  {
    id: 'reply-names-issuer',
    title: 'The reply names its sender in iss',
    level: 'should',
    source: rfc(9207, '2'),
    topic: 'authorization',
    judge: ({ signIn, signInProblem }) => {
      const wrong = ['reply-issuer-missing', 'reply-issuer-mismatch']
      if (signInProblem && wrong.includes(signInProblem.code)) return no(signInProblem.message)
      if (!signIn.seen) return unseen(signIn.why)
      const iss = signIn.seen.query.get('iss')
      return iss === null ? no('there is no iss') : yes(`iss=${iss}`)
    },
  },
  {
    id: 'token-type-is-bearer',
    title: 'token_type is Bearer',
    level: 'must',
    source: rfc(6749, '5.1'),
    topic,
    judge: withTokens(({ json }) => {
      const type = textOf(json?.['token_type'])
      return type.toLowerCase() === 'bearer' ? yes(type) : no(type || 'it is missing')
    }),
  },
  {
    id: 'token-lifetime-named',
    title: 'expires_in is there, as a number',
    level: 'should',
    source: rfc(6749, '5.1'),
    topic,
    judge: withTokens(({ json }) => {
      const seconds = json?.['expires_in']
      return typeof seconds === 'number'
        ? yes(`${seconds} seconds`)
        : no('it is missing or no number')
    }),
  },
  {
    id: 'tokens-are-json',
    title: 'Tokens are sent as application/json',
    level: 'must',
    source: rfc(6749, '5.1'),
    topic,
    judge: withTokens((tokens) =>
      isJson(tokens) ? yes(tokens.contentType) : no(tokens.contentType || 'no content type'),
    ),
  },
  {
    id: 'tokens-are-not-cached',
    title: 'The answer with tokens may not be cached (Cache-Control: no-store)',
    level: 'must',
    source: rfc(6749, '5.1'),
    topic,
    judge: withTokens(({ headers }) => {
      const control = headers.get('cache-control') ?? ''
      return /no-store/i.test(control) ? yes(control) : no(control || 'there is no Cache-Control')
    }),
  },
  {
    id: 'token-works',
    title: 'The MCP server takes the token its authorization server gave out, and lists its tools',
    level: 'must',
    source: mcp('token handling', '#token-handling'),
    topic,
    judge: withAnswers(({ tools, accessToken }) => {
      if (accessToken === '') return unseen('no token was given out')
      return typeof tools === 'number'
        ? yes(`${tools} tools`)
        : no(`${tools.message} (${tools.code})`)
    }),
  },
  {
    id: 'token-is-for-this-server',
    title: 'The audience of the token is this server',
    level: 'must',
    source: mcp('token audience', '/security-considerations#access-token-privilege-restriction'),
    topic,
    judge: ({ signIn, server, resource }) => {
      if (!signIn.seen) return unseen(signIn.why)
      const audience = audienceOf(signIn.seen.accessToken)
      if (!audience) return unseen('the token is opaque: only the server can tell')
      const own = [server.href, server.origin, textOf(resource.document?.['resource'])]
      const evidence = `aud: ${audience.join(', ') || 'missing'}`
      return audience.some((each) => own.includes(each)) ? yes(evidence) : no(evidence)
    },
  },
  {
    id: 'token-in-address-does-not-count',
    title: 'A token in the query of the address is not taken',
    level: 'should',
    source: rfc(6750, '2.3'),
    topic: 'challenge',
    judge: withAnswers(({ tokenInQuery, accessToken }) => {
      if (accessToken === '') return unseen('no token was given out')
      return tokenInQuery.status === 401 ? yes(said(tokenInQuery)) : no(said(tokenInQuery))
    }),
  },
  {
    id: 'code-works-once',
    title: 'A code that was used is refused',
    level: 'must',
    source: rfc(6749, '4.1.2'),
    topic: 'token-errors',
    judge: withAnswers(({ codeAgain, accessToken }) =>
      accessToken === '' ? unseen('the code did not work at all') : refusedGrant(codeAgain),
    ),
  },
  {
    id: 'code-needs-its-verifier',
    title: 'A code with a wrong code_verifier is refused',
    level: 'must',
    source: rfc(7636, '4.6'),
    topic: 'token-errors',
    judge: withAnswers(({ wrongVerifier }) => gathered(wrongVerifier, refusedGrant)),
  },
  {
    id: 'code-belongs-to-its-client',
    title: 'A code in the hands of another client is refused',
    level: 'must',
    source: rfc(6749, '4.1.3'),
    topic: 'token-errors',
    judge: withAnswers(({ otherClient }) => gathered(otherClient, refusedGrant)),
  },
  {
    id: 'refresh-token-given',
    title: 'A refresh token is given out, so that nobody has to sign in every hour',
    level: 'should',
    source: mcp('refresh tokens', '#refresh-tokens'),
    topic: 'refresh',
    judge: withTokens(({ json }) =>
      textOf(json?.['refresh_token']) === '' ? no('there is none') : yes('there is one'),
    ),
  },
  {
    id: 'refresh-works',
    title: 'The refresh token is redeemed for a new access token',
    level: 'must',
    source: rfc(6749, '6'),
    topic: 'refresh',
    judge: withAnswers(({ refresh }) =>
      gathered(refresh, ({ first }) =>
        textOf(first.json?.['access_token']) === '' ? no(said(first)) : yes(said(first)),
      ),
    ),
  },
  {
    id: 'refresh-tokens-rotate',
    title: 'A public client gets a new refresh token with each refresh',
    level: 'must',
    source: mcp('token theft', '/security-considerations#token-theft'),
    topic: 'refresh',
    judge: ({ signIn, authorization }) => {
      if (!signIn.seen) return unseen(signIn.why)
      if (authorization.seen?.client.authMethod !== 'none') return unseen('the client has a secret')
      return gathered(signIn.seen.refresh, ({ rotated }) =>
        rotated ? yes('a new one came') : no('the old one stays, or none came'),
      )
    },
  },
  {
    id: 'used-refresh-token-refused',
    title: 'A refresh token that was used already is refused',
    level: 'should',
    source: rfc(9700, '4.14.2'),
    topic: 'refresh',
    judge: withAnswers(({ refresh }) =>
      gathered(refresh, ({ again, rotated }) =>
        rotated ? refusedGrant(again) : unseen('refresh tokens do not rotate'),
      ),
    ),
  },
  {
    id: 'revoked-refresh-token-is-dead',
    title: 'A revoked refresh token does not work any more',
    level: 'must',
    source: rfc(7009, '2.1'),
    topic: 'revocation',
    judge: withAnswers(({ revocation }) =>
      gathered(revocation, ({ revoked, refreshAfter }) =>
        revoked.status === 200 ? refusedGrant(refreshAfter) : no(said(revoked)),
      ),
    ),
  },
  {
    id: 'revocation-ends-access',
    title: 'Revoking the refresh token ends the access token as well',
    level: 'should',
    source: rfc(7009, '2.1'),
    topic: 'revocation',
    judge: withAnswers(({ revocation }) =>
      gathered(revocation, ({ callAfter }) =>
        callAfter.status === 401 ? yes(said(callAfter)) : no(said(callAfter)),
      ),
    ),
  },
]
