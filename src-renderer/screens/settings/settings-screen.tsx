/** The settings of the whole app. What this shell cannot do is not offered. */
import { useState, type ReactNode } from 'react'
import type { AppState } from '#contract/app-state.ts'
import type { PreferencesChange } from '#contract/preferences.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { Segments, Switch } from '../../parts/choices.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { Diagnostics } from './diagnostics.tsx'
import { NetworkForm } from './network-form.tsx'
import { PlatformForm } from './platform-form.tsx'
import { QuitButton } from './quit-button.tsx'
import { VaultDialog } from './vault-dialog.tsx'

export function SettingsScreen({ state }: { readonly state: AppState }): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const [isChoosing, setChoosing] = useState(false)
  const { preferences, shell, vault } = state
  const words = texts.settings
  const change = (part: PreferencesChange): void => act.run('preferences.change', part)
  return (
    <Page title={words.title} narrow>
      {act.problem && <ProblemCard problem={act.problem} />}
      <Section title={words.appearance}>
        <div className="card stack">
          <Segments
            label={words.theme}
            value={preferences.theme}
            onChange={(theme) => change({ theme })}
            choices={choicesOf(['system', 'light', 'dark'] as const, words.themes)}
          />
          <Segments
            label={words.language}
            value={preferences.language}
            onChange={(language) => change({ language })}
            choices={choicesOf(['system', 'en', 'ko', 'ja'] as const, words.languages)}
          />
        </div>
      </Section>
      <Section
        title={words.secrets}
        actions={
          <Button small onPress={() => setChoosing(true)}>
            {words.changeVault}
          </Button>
        }
      >
        <div className="card stack">
          <p>{words.vaultWhy[vault.kind]}</p>
          <Facts
            facts={[
              { name: texts.token.vault, value: texts.token.vaults[vault.kind] },
              { name: words.vaultState, value: words.vaultStatus[vault.status] },
              { name: words.dataFolder, value: <code>{state.dataFolder}</code> },
            ]}
          />
        </div>
        {isChoosing && <VaultDialog onClose={() => setChoosing(false)} />}
      </Section>
      {shell.can.popup && (
        <Section title={words.signIn}>
          <div className="card stack">
            <Segments
              label={words.signInWith}
              value={preferences.signInWith}
              onChange={(signInWith) => change({ signInWith })}
              choices={choicesOf(['popup', 'system-browser'] as const, words.signInWiths)}
            />
            <p className="field-help">{words.signInHelp}</p>
            {shell.asRoot && <p className="banner banner-warn">{words.asRoot}</p>}
          </div>
        </Section>
      )}
      <Section title={words.platform}>
        <PlatformForm key={preferences.platformCallback} preferences={preferences} />
      </Section>
      {(shell.can.launchAtLogin || shell.can.notify) && (
        <Section title={words.background}>
          <div className="card stack">
            {shell.can.launchAtLogin && (
              <Switch
                label={words.launchAtLogin}
                isOn={preferences.launchAtLogin}
                onChange={(launchAtLogin) => change({ launchAtLogin })}
              />
            )}
            {shell.can.notify && (
              <Switch
                label={words.notifications}
                help={words.notificationsHelp}
                isOn={preferences.notifications}
                onChange={(notifications) => change({ notifications })}
              />
            )}
          </div>
        </Section>
      )}
      <Section title={words.network}>
        <NetworkForm key={JSON.stringify(preferences.proxy)} preferences={preferences} />
      </Section>
      <Diagnostics />
      <Section title={words.about}>
        <div className="card stack">
          <Facts
            facts={[
              { name: words.version, value: state.version },
              { name: words.shell, value: shell.name },
            ]}
          />
          <div className="actions">
            <QuitButton tunnel={state.tunnel} />
          </div>
        </div>
      </Section>
    </Page>
  )
}

function choicesOf<Value extends string>(
  values: readonly Value[],
  labels: Readonly<Record<NoInfer<Value>, string>>,
): { value: Value; label: string }[] {
  return values.map((value) => ({ value, label: labels[value] }))
}
