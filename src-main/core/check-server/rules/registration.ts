/** Rules for dynamic client registration (RFC 7591): right requests are taken, dangerous ones are not. */
import type { RegistrationAnswers } from '../evidence.ts'
import { errorIn, type Exchange, isJson, said, textOf, textsOf } from '../exchange.ts'
import { type Judgement, mcp, no, rfc, type Rule, unseen, yes } from '../rule.ts'

const topic = 'registration'

function withAnswers(judge: (answers: RegistrationAnswers) => Judgement): Rule['judge'] {
  return ({ registration }) =>
    registration.seen ? judge(registration.seen) : unseen(registration.why)
}

function accepted({ status }: Exchange): boolean {
  return status >= 200 && status < 300
}

/** What a pause or an outage says about a rule: nothing. */
function silent(exchange: Exchange): Judgement | undefined {
  if (exchange.status === 0) return no(said(exchange))
  return exchange.status === 429 ? unseen('the server asked for a pause (429)') : undefined
}

function refusesRedirect(pick: (answers: RegistrationAnswers) => Exchange): Rule['judge'] {
  return withAnswers((answers) => {
    const answer = pick(answers)
    const nothing = silent(answer)
    if (nothing) return nothing
    if (accepted(answer)) return no(`${said(answer)}: it was registered`)
    return answer.status < 500 ? yes(said(answer)) : no(said(answer))
  })
}

/** Rules about the answer to the right request need one. */
function registeredClient(judge: (answer: Exchange) => Judgement): Rule['judge'] {
  return withAnswers(({ native }) =>
    accepted(native) && native.json ? judge(native) : unseen('the right request was refused'),
  )
}

export const registrationRules: readonly Rule[] = [
  {
    id: 'registers-native-clients',
    title:
      'A desktop program may register: application_type native, loopback callback addresses, no secret',
    level: 'must',
    source: mcp('redirect URI constraints', '/client-registration'),
    topic: 'redirect-addresses',
    judge: withAnswers(({ native }) => {
      const description = textOf(native.json?.['error_description']).slice(0, 200)
      const evidence = [said(native), description].filter(Boolean).join(': ')
      return silent(native) ?? (accepted(native) ? yes(evidence) : no(evidence))
    }),
  },
  {
    id: 'registration-answers-201',
    title: 'A registration is answered with 201 and JSON',
    level: 'must',
    source: rfc(7591, '3.2.1'),
    topic,
    judge: registeredClient((native) =>
      native.status === 201 && isJson(native)
        ? yes(said(native))
        : no(`${said(native)}, sent as ${native.contentType || 'nothing'}`),
    ),
  },
  {
    id: 'registration-is-echoed',
    title: 'The answer repeats what was registered: callback addresses and client authentication',
    level: 'must',
    source: rfc(7591, '3.2.1'),
    topic,
    judge: registeredClient(({ json }) => {
      const uris = textsOf(json?.['redirect_uris'])
      const method = textOf(json?.['token_endpoint_auth_method'])
      if (uris.length === 0) return no('redirect_uris is missing')
      return method === ''
        ? no('token_endpoint_auth_method is missing')
        : yes(`${uris.length} addresses, ${method}`)
    }),
  },
  {
    id: 'public-client-stays-public',
    title: 'A client that asks for no secret gets none',
    level: 'should',
    source: rfc(7591, '2'),
    topic,
    judge: registeredClient(({ json }) => {
      const method = textOf(json?.['token_endpoint_auth_method'])
      if (textOf(json?.['client_secret']) !== '')
        return no(`it got a secret (${method || 'no method named'})`)
      return method === 'none' || method === '' ? yes('none') : no(method)
    }),
  },
  {
    id: 'secret-lifetime-named',
    title: 'A secret comes with client_secret_expires_at, and does not run out',
    level: 'must',
    source: rfc(7591, '3.2.1'),
    topic,
    judge: registeredClient(({ json }) => {
      if (textOf(json?.['client_secret']) === '') return unseen('no secret was given out')
      const expires = json?.['client_secret_expires_at']
      if (typeof expires !== 'number') return no('client_secret_expires_at is missing or no number')
      return expires === 0
        ? yes('0: never')
        : {
            holds: 'doubtful',
            evidence: `it runs out at ${expires}: every client then has to register anew`,
          }
    }),
  },
  {
    id: 'registration-is-not-cached',
    title: 'The answer may not be cached (Cache-Control: no-store)',
    level: 'should',
    source: rfc(7591, '3.2.1'),
    topic,
    judge: registeredClient(({ headers }) => {
      const control = headers.get('cache-control') ?? ''
      return /no-store/i.test(control) ? yes(control) : no(control || 'there is no Cache-Control')
    }),
  },
  {
    id: 'registers-localhost',
    title: 'The name localhost is taken as well as the address 127.0.0.1',
    level: 'should',
    source: mcp('open redirection', '/security-considerations#open-redirection'),
    topic: 'redirect-addresses',
    judge: withAnswers(
      ({ localhost }) =>
        silent(localhost) ?? (accepted(localhost) ? yes(said(localhost)) : no(said(localhost))),
    ),
  },
  {
    id: 'refuses-script-addresses',
    title: 'A callback address that is a script (javascript:) is refused',
    level: 'must',
    source: rfc(7591, '5'),
    topic: 'redirect-addresses',
    judge: refusesRedirect(({ javascript }) => javascript),
  },
  {
    id: 'refuses-plain-http',
    title: 'A callback address over http is refused, unless it is on the computer itself',
    level: 'must',
    source: mcp('communication security', '/security-considerations#communication-security'),
    topic: 'redirect-addresses',
    judge: refusesRedirect(({ plainHttp }) => plainHttp),
  },
  {
    id: 'refuses-fragments',
    title: 'A callback address with a fragment is refused',
    level: 'must',
    source: rfc(6749, '3.1.2'),
    topic: 'redirect-addresses',
    judge: refusesRedirect(({ fragment }) => fragment),
  },
  {
    id: 'refuses-no-address',
    title: 'A registration without a callback address is refused',
    level: 'should',
    source: rfc(7591, '2'),
    topic,
    judge: refusesRedirect(({ withoutRedirect }) => withoutRedirect),
  },
  {
    id: 'registration-errors-are-named',
    title: 'A refusal is 400 with error invalid_redirect_uri or invalid_client_metadata, as JSON',
    level: 'must',
    source: rfc(7591, '3.2.2'),
    topic,
    judge: withAnswers(({ javascript, plainHttp, fragment }) => {
      const refusals = [javascript, plainHttp, fragment].filter(
        (each) => !accepted(each) && each.status !== 429 && each.status !== 0,
      )
      if (refusals.length === 0) return unseen('nothing was refused')
      const names = ['invalid_redirect_uri', 'invalid_client_metadata']
      const wrong = refusals.filter((each) => each.status !== 400 || !names.includes(errorIn(each)))
      return wrong.length === 0
        ? yes(refusals.map(errorIn).join(', '))
        : no(wrong.map(said).join('; '))
    }),
  },
  {
    id: 'broken-registration-is-refused',
    title: 'A body that is not JSON is the caller’s mistake (4xx), not the server’s (5xx)',
    level: 'should',
    source: rfc(7591, '3.2.2'),
    topic,
    judge: withAnswers(({ notJson }) => {
      const fine = notJson.status >= 400 && notJson.status < 500
      return silent(notJson) ?? (fine ? yes(said(notJson)) : no(said(notJson)))
    }),
  },
]
