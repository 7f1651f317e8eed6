/** Proxy and extra certificate authorities, saved together since both apply from the next start. */
import { useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import type { Preferences } from '#contract/preferences.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { Segments } from '../../parts/choices.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { TextField } from '../../parts/text-field.tsx'

export function NetworkForm({ preferences }: { readonly preferences: Preferences }): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const words = texts.settings
  const [mode, setMode] = useState(preferences.proxy.mode)
  const [url, setUrl] = useState(preferences.proxy.mode === 'manual' ? preferences.proxy.url : '')
  const [caFile, setCaFile] = useState(preferences.caFile)
  return (
    <Form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        const proxy = mode === 'manual' ? { mode, url: url.trim() } : { mode }
        act.run('preferences.change', { proxy, caFile: caFile.trim() })
      }}
    >
      <Segments
        label={words.proxy}
        value={mode}
        onChange={setMode}
        choices={(['system', 'direct', 'manual'] as const).map((value) => ({
          value,
          label: words.proxies[value],
        }))}
      />
      {mode === 'manual' && (
        <TextField
          label={words.proxyUrl}
          value={url}
          onChange={setUrl}
          placeholder={words.proxyExample}
          mono
        />
      )}
      <TextField
        label={words.caFile}
        help={words.caFileHelp}
        value={caFile}
        onChange={setCaFile}
        mono
      />
      <div className="actions">
        <Button type="submit" isPending={act.busy !== undefined}>
          {words.save}
        </Button>
        <span className="soft">{words.networkHelp}</span>
      </div>
      {act.problem && <ProblemCard problem={act.problem} />}
    </Form>
  )
}
