/** What an import understood, and what became of it. */
import type { ReactNode } from 'react'
import type { CommandOutput } from '#contract/commands.ts'
import { useTexts } from '../frame/app-context.tsx'
import { Chip } from '../parts/chip.tsx'

type Read = CommandOutput<'import.read'>['servers'][number]
type Remote = Extract<Read, { kind: 'remote' }>

export function Understood({ servers }: { readonly servers: readonly Read[] }): ReactNode {
  const texts = useTexts()
  return (
    <ul className="plain-list stack">
      {servers.map((server, index) => (
        <li key={index} className="card">
          {server.kind === 'remote' ? (
            <RemoteServer server={server} />
          ) : (
            <Skipped
              name={server.name}
              reason={texts.tell(server.reason)}
              label={texts.imports.skipped}
            />
          )}
        </li>
      ))}
    </ul>
  )
}

function RemoteServer({ server }: { readonly server: Remote }): ReactNode {
  const texts = useTexts()
  const words = texts.imports
  const missing = server.headers.flatMap((header) => header.missing)
  return (
    <>
      <h3>{server.name}</h3>
      <code className="soft">{server.url}</code>
      {server.headers.length > 0 && (
        <p className="soft">
          {words.withHeaders(server.headers.map((each) => each.name).join(', '))}
        </p>
      )}
      {server.clientId !== '' && (
        <p className="soft">
          {words.withClient(server.clientId)} {server.hasClientSecret && words.withSecret}
        </p>
      )}
      {missing.length > 0 && <p className="warn">{words.missing(missing.join(', '))}</p>}
      {server.notes.map((note) => (
        <p key={note.english} className="soft">
          {texts.tell(note)}
        </p>
      ))}
    </>
  )
}

export function Imported(props: {
  readonly servers: CommandOutput<'import.save'>['servers']
}): ReactNode {
  const texts = useTexts()
  const words = texts.imports
  const imported = props.servers.filter((each) => each.result === 'imported')
  return (
    <>
      <p role="status">
        {words.importedCount(imported.length)} {words.signInLater}
      </p>
      <ul className="plain-list stack">
        {props.servers.map((server, index) => (
          <li key={index} className="card">
            {server.result === 'imported' ? (
              <>
                <h3>{server.name}</h3>
                <code className="soft">{server.url}</code>
                {server.notes.map((note) => (
                  <p key={note.english} className="soft">
                    {texts.tell(note)}
                  </p>
                ))}
              </>
            ) : (
              <Skipped
                name={server.name}
                reason={texts.tell(server.reason)}
                label={words.skipped}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function Skipped(props: {
  readonly name: string
  readonly reason: string
  readonly label: string
}): ReactNode {
  return (
    <>
      <div className="inline">
        <h3>{props.name}</h3>
        <Chip tone="still">{props.label}</Chip>
      </div>
      <p className="soft">{props.reason}</p>
    </>
  )
}
