/** `aip import` and `aip export`. */
import { homedir } from 'node:os'
import type { Imported } from '#core/app/app.ts'
import { composeApp } from '../compose.ts'
import type { Output } from '../output.ts'
import { readAll, readInputFile } from '../read-all.ts'
import { createTerminalGuide } from '../terminal-guide.ts'
import type { Verb, VerbContext } from '../verb.ts'
import { plainly } from '../plainly.ts'

export function importServers(file: string | undefined): Verb {
  return async (context) => {
    const text = await textOf(file, context)
    const app = await composeApp(context)
    // Somebody else wrote the commands in it: each is shown and asked about, and nothing agrees in the person's place.
    const guide = createTerminalGuide(context, { opensBrowser: false, yes: false })
    const consent = { guide, folder: homedir(), signal: context.signal }
    try {
      // Standard input that was read to its end has no more answers.
      const servers = await app.importServers(text, fromStandardInput(file) ? undefined : consent)
      context.output.result(plainly({ servers }), importText(servers, context.output))
    } finally {
      guide.close()
      await app.close()
    }
  }
}

export function exportServers(): Verb {
  return async (context) => {
    const app = await composeApp(context)
    try {
      const text = app.exportServers()
      context.output.result(JSON.parse(text), text)
    } finally {
      await app.close()
    }
  }
}

function fromStandardInput(file: string | undefined): file is '-' | undefined {
  return file === undefined || file === '-'
}

async function textOf(
  file: string | undefined,
  { host, output, signal }: VerbContext,
): Promise<string> {
  if (fromStandardInput(file)) {
    if (host.stdin.isTTY) output.note('Paste the text, then press Ctrl+D.')
    return readAll(host.stdin, signal)
  }
  // An address or a command line may also stand right on the command line.
  if (/^https?:\/\//.test(file) || /\s/.test(file)) return file
  return readInputFile(file)
}

function importText(servers: readonly Imported[], { paint }: Output): string {
  return servers
    .flatMap((each) => {
      if (each.result === 'skipped') {
        return [`${paint.warn('-')} ${each.name}: ${each.reason.english}`]
      }
      return [
        `${paint.good('✓')} ${paint.bold(each.name)}  ${each.url}`,
        ...each.notes.map((note) => `    ${note.english}`),
        paint.dim(
          `    Next: aip ${each.url.startsWith('stdio:') ? 'tools' : 'sign-in'} ${each.name}`,
        ),
      ]
    })
    .join('\n')
}
