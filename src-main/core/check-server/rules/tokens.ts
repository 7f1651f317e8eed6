/** Rules for the token and the revocation endpoint: wrong requests are refused in the words of the RFC. */
import type { TokenAnswers } from '../evidence.ts'
import { errorIn, type Exchange, isJson, said } from '../exchange.ts'
import { type Judgement, no, rfc, type Rule, unseen, yes } from '../rule.ts'

const topic = 'token-errors'
const noClient = unseen('needs a client that the server knows')

function withAnswers(judge: (answers: TokenAnswers) => Judgement): Rule['judge'] {
  return ({ token }) => (token.seen ? judge(token.seen) : unseen(token.why))
}

function answersWith(
  pick: (answers: TokenAnswers) => Exchange | undefined,
  status: readonly number[],
  error: readonly string[],
): Rule['judge'] {
  return withAnswers((answers) => {
    const answer = pick(answers)
    if (!answer) return noClient
    if (answer.status === 429) return unseen('the server asked for a pause (429)')
    const right = status.includes(answer.status) && error.includes(errorIn(answer))
    return right ? yes(said(answer)) : no(said(answer))
  })
}

export const tokenRules: readonly Rule[] = [
  {
    id: 'wrong-code-refused',
    title: 'A code that was never given out is refused: 400 invalid_grant',
    level: 'must',
    source: rfc(6749, '5.2'),
    topic,
    judge: answersWith(({ wrongCode }) => wrongCode, [400], ['invalid_grant']),
  },
  {
    id: 'unknown-client-refused',
    title: 'An unknown client is refused: 401 or 400 invalid_client',
    level: 'must',
    source: rfc(6749, '5.2'),
    topic,
    judge: answersWith(({ unknownClient }) => unknownClient, [400, 401], ['invalid_client']),
  },
  {
    id: 'wrong-refresh-token-refused',
    title: 'A refresh token that was never given out is refused: 400 invalid_grant',
    level: 'must',
    source: rfc(6749, '5.2'),
    topic,
    judge: answersWith(({ wrongRefreshToken }) => wrongRefreshToken, [400], ['invalid_grant']),
  },
  {
    id: 'unknown-grant-refused',
    title: 'An unknown grant type is refused: 400 unsupported_grant_type',
    level: 'must',
    source: rfc(6749, '5.2'),
    topic,
    judge: answersWith(
      ({ wrongGrantType }) => wrongGrantType,
      [400],
      ['unsupported_grant_type', 'unauthorized_client'],
    ),
  },
  {
    id: 'token-errors-are-json',
    title: 'Refusals of the token endpoint are sent as application/json',
    level: 'must',
    source: rfc(6749, '5.2'),
    topic,
    judge: withAnswers(({ unknownClient, wrongCode, wrongRefreshToken, wrongGrantType }) => {
      const all = [unknownClient, wrongCode, wrongRefreshToken, wrongGrantType]
      const answers = all.filter((each) => each !== undefined)
      const wrong = answers.filter((each) => !isJson(each) || !each.json)
      if (wrong.length === 0) return yes('all of them are')
      return no(
        wrong.map((each) => `${said(each)}, sent as ${each.contentType || 'nothing'}`).join('; '),
      )
    }),
  },
  {
    id: 'token-endpoint-takes-post-only',
    title: 'The token endpoint does not answer GET with success',
    level: 'should',
    source: rfc(6749, '3.2'),
    topic,
    judge: withAnswers(({ get }) =>
      get.status >= 200 && get.status < 300 ? no(said(get)) : yes(said(get)),
    ),
  },
  {
    id: 'revocation-of-unknown-token',
    title: 'Revoking a token that was never given out is answered with 200',
    level: 'must',
    source: rfc(7009, '2.2'),
    topic: 'revocation',
    judge: withAnswers(({ revokedUnknown, wrongCode }) => {
      if (!wrongCode) return noClient
      if (!revokedUnknown) return unseen('no revocation endpoint is offered')
      return revokedUnknown.status === 200 ? yes(said(revokedUnknown)) : no(said(revokedUnknown))
    }),
  },
]
