/** Rules for the authorization endpoint, as far as they can be seen without signing in. */
import type { AuthorizationAnswers } from '../evidence.ts'
import { errorIn, type Exchange, said } from '../exchange.ts'
import { foreignRedirect, isCallback, targetOf } from '../gather-authorization.ts'
import { doubtful, type Judgement, mcp, no, rfc, type Rule, unseen, yes } from '../rule.ts'

const topic = 'authorization'

/** What a browser would meet. `login`: a page, or the way to one. */
type Met =
  | { readonly kind: 'login' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'answered'; readonly target: URL; readonly error: string }
  | { readonly kind: 'broken' }

function metBy(exchange: Exchange, redirectUri: string): Met {
  const { status } = exchange
  const target = targetOf(exchange)
  if (target && isCallback(target, redirectUri)) {
    return { kind: 'answered', target, error: target.searchParams.get('error') ?? '' }
  }
  if (target) return target.searchParams.has('error') ? { kind: 'refused' } : { kind: 'login' }
  if (status === 0 || status >= 500) return { kind: 'broken' }
  if (status >= 400 || errorIn(exchange) !== '') return { kind: 'refused' }
  return { kind: 'login' }
}

function withAnswers(judge: (answers: AuthorizationAnswers) => Judgement): Rule['judge'] {
  return ({ authorization }) =>
    authorization.seen ? judge(authorization.seen) : unseen(authorization.why)
}

/** A server that looks at the request only after the login shows nothing from outside. */
function looksBeforeLogin({ unknownClient, redirectUri }: AuthorizationAnswers): boolean {
  return metBy(unknownClient, redirectUri).kind === 'refused'
}

const afterLogin = 'the server looks at the request only after the login'

/** A request whose redirect address is wrong must end here and not go anywhere (RFC 6749 §3.1.2.4). */
function endsHere(exchange: Exchange, wrong: string, answers: AuthorizationAnswers): Judgement {
  const met = metBy(exchange, wrong)
  if (met.kind === 'answered') return no(`it redirects to ${new URL(wrong).origin}`)
  if (met.kind === 'refused') return yes(said(exchange))
  if (met.kind === 'broken') return no(said(exchange))
  return looksBeforeLogin(answers) ? no(`${said(exchange)}: the login goes on`) : unseen(afterLogin)
}

export const authorizationRules: readonly Rule[] = [
  {
    id: 'shows-the-login',
    title: 'A right request leads to the login page',
    level: 'must',
    source: rfc(6749, '4.1.1'),
    topic,
    judge: withAnswers(({ baseline, redirectUri }) => {
      const met = metBy(baseline, redirectUri)
      if (met.kind === 'answered') return no(`it is answered with ${met.error || 'no error'}`)
      return met.kind === 'login' ? yes(said(baseline)) : no(said(baseline))
    }),
  },
  {
    id: 'unknown-client-ends-here',
    title: 'An unknown client id ends at a page for the person, without a redirect',
    level: 'must',
    source: rfc(6749, '4.1.2.1'),
    topic,
    judge: withAnswers(({ unknownClient, redirectUri }) => {
      const met = metBy(unknownClient, redirectUri)
      if (met.kind === 'answered') return no('it redirects to the callback address')
      if (met.kind === 'login') return unseen(afterLogin)
      return met.kind === 'refused' ? yes(said(unknownClient)) : no(said(unknownClient))
    }),
  },
  {
    id: 'foreign-address-ends-here',
    title: 'A callback address that was never registered is refused, without a redirect',
    level: 'must',
    source: rfc(6749, '3.1.2.4'),
    topic: 'redirect-addresses',
    judge: withAnswers((answers) => endsHere(answers.foreignRedirect, foreignRedirect, answers)),
  },
  {
    id: 'addresses-compared-exactly',
    title: 'Callback addresses are compared exactly, not by their beginning',
    level: 'must',
    source: rfc(9700, '2.1'),
    topic: 'redirect-addresses',
    judge: withAnswers((answers) =>
      endsHere(answers.longerPath, `${answers.redirectUri}/more`, answers),
    ),
  },
  {
    id: 'loopback-port-may-vary',
    title: 'The port of a loopback callback address may differ from the registered one',
    level: 'must',
    source: rfc(8252, '7.3'),
    topic: 'redirect-addresses',
    judge: withAnswers(({ baseline, otherPort, redirectUri }) => {
      if (metBy(baseline, redirectUri).kind !== 'login') return unseen('a right request is refused')
      const moved = new URL(redirectUri)
      moved.port = '49817'
      return metBy(otherPort, moved.href).kind === 'login'
        ? yes(said(otherPort))
        : no(said(otherPort))
    }),
  },
  {
    id: 'pkce-is-required',
    title: 'A request without code_challenge is refused with invalid_request',
    level: 'must',
    source: mcp('code protection', '/security-considerations#authorization-code-protection'),
    topic,
    judge: withAnswers((answers) => {
      const { withoutPkce, redirectUri } = answers
      const met = metBy(withoutPkce, redirectUri)
      if (met.kind === 'answered')
        return met.error ? yes(met.error) : no('it was answered with a code')
      if (met.kind === 'refused') return yes(said(withoutPkce))
      if (met.kind === 'broken') return no(said(withoutPkce))
      return looksBeforeLogin(answers)
        ? doubtful('the login page is shown without a code_challenge')
        : unseen(afterLogin)
    }),
  },
  {
    id: 'foreign-resource-refused',
    title: 'A request for a token for another server is refused with invalid_target',
    level: 'should',
    source: rfc(8707, '2'),
    topic,
    judge: withAnswers((answers) => {
      const { foreignResource, redirectUri } = answers
      const met = metBy(foreignResource, redirectUri)
      if (met.kind === 'answered') {
        return met.error === 'invalid_target' ? yes(met.error) : doubtful(met.error || 'no error')
      }
      if (met.kind === 'refused') return yes(said(foreignResource))
      if (met.kind === 'broken') return no(said(foreignResource))
      return looksBeforeLogin(answers)
        ? doubtful('the login page is shown for the resource of another server')
        : unseen(afterLogin)
    }),
  },
  {
    id: 'error-reply-returns-state',
    title: 'An error that goes back to the client carries state as it came',
    level: 'must',
    source: rfc(6749, '4.1.2.1'),
    topic,
    judge: withAnswers((answers) => {
      const reply = errorReply(answers)
      if (!reply) return unseen('no error went back to the client')
      const state = reply.searchParams.get('state')
      return state === answers.state
        ? yes('the same state')
        : no(state === null ? 'no state' : 'another state')
    }),
  },
  {
    id: 'error-reply-names-issuer',
    title: 'An error that goes back to the client names its sender in iss',
    level: 'should',
    source: rfc(9207, '2'),
    topic,
    judge: ({ authorization, metadata }) => {
      if (!authorization.seen) return unseen(authorization.why)
      const reply = errorReply(authorization.seen)
      if (!reply) return unseen('no error went back to the client')
      const iss = reply.searchParams.get('iss')
      if (iss === null) return no('there is no iss')
      return iss === metadata.document?.['issuer'] ? yes(`iss=${iss}`) : no(`iss=${iss}`)
    },
  },
  {
    id: 'login-page-not-framed',
    title: 'The login page forbids to be framed (frame-ancestors or X-Frame-Options)',
    level: 'should',
    source: rfc(6749, '10.13'),
    topic,
    judge: withAnswers(({ page }) => {
      if (page.status !== 200)
        return unseen(`no login page was reached without cookies (${page.status})`)
      const policy = page.headers.get('content-security-policy') ?? ''
      const options = page.headers.get('x-frame-options') ?? ''
      if (/frame-ancestors/i.test(policy))
        return yes('Content-Security-Policy with frame-ancestors')
      return options === '' ? no('neither header is there') : yes(`X-Frame-Options: ${options}`)
    }),
  },
]

/** The first wrong request that was answered at the callback address. */
function errorReply({
  withoutPkce,
  foreignResource,
  redirectUri,
}: AuthorizationAnswers): URL | undefined {
  for (const exchange of [withoutPkce, foreignResource]) {
    const met = metBy(exchange, redirectUri)
    if (met.kind === 'answered' && met.error !== '') return met.target
  }
  return undefined
}
