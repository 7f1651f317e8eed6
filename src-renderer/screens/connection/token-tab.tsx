/** What is known about the token of a connection; its value never comes here. */
import { useState, type ReactNode } from 'react'
import type { ConnectionView } from '#contract/app-state.ts'
import type { TokenView } from '#contract/details.ts'
import { useApp } from '../../frame/app-context.tsx'
import { useNow } from '../../frame/clock.ts'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { SignOut } from './sign-out.tsx'

export function TokenTab(props: {
  readonly connection: ConnectionView
  readonly token: TokenView
}): ReactNode {
  const { texts, go } = useApp()
  const act = useActing()
  const [isSigningOut, setSigningOut] = useState(false)
  const { token } = props
  const connectionId = props.connection.id
  const signIn = (accountSwitch: boolean): void =>
    act.run('connections.sign-in', { connectionId, accountSwitch }, ({ journeyId }) =>
      go({ screen: 'journey', journeyId }),
    )
  const signInButton = (
    <Button look="primary" onPress={() => signIn(false)} isPending={act.busy !== undefined}>
      {texts.connection.signIn}
    </Button>
  )
  return (
    <div className="stack">
      {token.status === 'unread' && <p className="soft">{texts.token.unread}</p>}
      {token.status === 'none' && (
        <section className="card">
          <p>{texts.token.none[token.why]}</p>
          {token.why === 'not-signed-in' && <div className="actions">{signInButton}</div>}
        </section>
      )}
      {token.status === 'failed' && <ProblemCard problem={token.problem} actions={signInButton} />}
      {(token.status === 'stored' || token.status === 'refreshing') && (
        <>
          <section className="card">
            <p className="soft">{texts.token.lead}</p>
            <TokenFacts token={token} />
          </section>
          <div className="actions">
            <Button
              isPending={act.busy === 'token.refresh' || token.status === 'refreshing'}
              isDisabled={!token.refreshable}
              onPress={() => act.run('token.refresh', { connectionId })}
            >
              {token.status === 'refreshing' ? texts.token.refreshing : texts.token.refresh}
            </Button>
            <Button onPress={() => signIn(true)}>{texts.token.switchAccount}</Button>
            <Button onPress={() => setSigningOut(true)}>{texts.connection.signOut}</Button>
          </div>
        </>
      )}
      {act.problem && <ProblemCard problem={act.problem} />}
      {isSigningOut && (
        <SignOut connection={props.connection} onClose={() => setSigningOut(false)} />
      )}
    </div>
  )
}

function TokenFacts(props: {
  readonly token: Extract<TokenView, { status: 'stored' | 'refreshing' }>
}): ReactNode {
  const { texts } = useApp()
  const words = texts.token
  const { token } = props
  return (
    <Facts
      facts={[
        {
          name: words.account,
          value: token.account === '' ? texts.common.unknown : token.account,
        },
        { name: words.issuer, value: <code>{token.issuer}</code> },
        {
          name: words.scopes,
          value:
            token.scopes.length === 0 ? (
              texts.common.none
            ) : (
              <span className="tags">
                {token.scopes.map((scope) => (
                  <code key={scope} className="tag">
                    {scope}
                  </code>
                ))}
              </span>
            ),
        },
        {
          name: words.expires,
          value: <Expiry expiresAt={token.expiresAt} refreshable={token.refreshable} />,
        },
        {
          name: words.refreshable,
          value: token.refreshable ? words.isRefreshable : words.notRefreshable,
        },
        { name: words.clientId, value: <code>{token.clientId}</code> },
        { name: words.vault, value: words.vaults[token.vault] },
      ]}
    />
  )
}

function Expiry(props: {
  readonly expiresAt: number | null
  readonly refreshable: boolean
}): ReactNode {
  const { texts, language } = useApp()
  const now = useNow()
  const words = texts.token
  if (props.expiresAt === null) return words.expiryUnknown
  const seconds = Math.round((props.expiresAt - now) / 1000)
  if (seconds <= 0) return props.refreshable ? words.expiredRefresh : words.expired
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <span>
      <span className="time">{words.expiresIn(texts.common.span(seconds))}</span>{' '}
      <span className="soft">({format.format(props.expiresAt)})</span>
    </span>
  )
}
