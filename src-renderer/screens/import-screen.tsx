/** Import: paste, see what was understood, save; and the export for other clients. */
import { useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import type { CommandOutput } from '#contract/commands.ts'
import { useApp } from '../frame/app-context.tsx'
import { useActing } from '../frame/use-acting.ts'
import { Button } from '../parts/button.tsx'
import { Page, Section } from '../parts/page.tsx'
import { ProblemCard } from '../parts/problem-card.tsx'
import { TextField } from '../parts/text-field.tsx'
import { Imported, Understood } from './import-lists.tsx'
import { TextDialog } from './settings/diagnostics.tsx'

type Servers = CommandOutput<'import.read'>['servers']
type Saved = CommandOutput<'import.save'>['servers']

export function ImportScreen(): ReactNode {
  const { texts, go } = useApp()
  const act = useActing()
  const [text, setText] = useState('')
  const [servers, setServers] = useState<Servers>()
  const [saved, setSaved] = useState<Saved>()
  const [exported, setExported] = useState<string>()
  const words = texts.imports
  const count = servers?.filter((each) => each.kind === 'remote').length ?? 0
  const startAgain = (): void => {
    setText('')
    setServers(undefined)
    setSaved(undefined)
  }
  return (
    <Page title={words.title} lead={words.lead} narrow>
      {!saved && (
        <Form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim() !== '') {
              act.run('import.read', { text }, (read) => setServers(read.servers))
            }
          }}
        >
          <TextField
            label={words.label}
            value={text}
            onChange={(next) => {
              setText(next)
              setServers(undefined)
            }}
            rows={servers ? 4 : 10}
            mono
            autoFocus
          />
          <div className="actions">
            <Button
              look={servers ? 'normal' : 'primary'}
              type="submit"
              isDisabled={text.trim() === ''}
              isPending={act.busy === 'import.read'}
            >
              {words.read}
            </Button>
            <Button onPress={() => go({ screen: 'connections' })}>{texts.common.cancel}</Button>
          </div>
        </Form>
      )}
      {act.problem && <ProblemCard problem={act.problem} />}
      {servers && !saved && (
        <Section title={words.understood}>
          <Understood servers={servers} />
          {count > 0 && (
            <div className="actions">
              <Button
                look="primary"
                isPending={act.busy === 'import.save'}
                onPress={() =>
                  act.run('import.save', { text }, (result) => setSaved(result.servers))
                }
              >
                {words.save(count)}
              </Button>
            </div>
          )}
        </Section>
      )}
      {saved && (
        <Section title={words.result}>
          <Imported servers={saved} />
          <div className="actions">
            <Button look="primary" autoFocus onPress={() => go({ screen: 'connections' })}>
              {words.toList}
            </Button>
            <Button onPress={startAgain}>{words.again}</Button>
          </div>
        </Section>
      )}
      <Section title={words.export}>
        <div className="card offer">
          <p className="soft">{words.exportHelp}</p>
          <Button
            isPending={act.busy === 'import.export'}
            onPress={() => act.run('import.export', {}, (made) => setExported(made.text))}
          >
            {words.exportButton}
          </Button>
        </div>
      </Section>
      {exported !== undefined && (
        <TextDialog title={words.export} text={exported} onClose={() => setExported(undefined)} />
      )}
    </Page>
  )
}
