/** `aip import` and `aip export`. */
import type { Imported } from '#core/app/app.ts'
import { composeApp } from '../compose.ts'
import type { Output } from '../output.ts'
import { readAll, readInputFile } from '../read-all.ts'
import type { Verb, VerbContext } from '../verb.ts'

export function importServers(file: string | undefined): Verb {
  return async (context) => {
    const text = await textOf(file, context)
    const app = await composeApp(context)
    try {
      const servers = await app.importServers(text)
      context.output.result({ servers }, importText(servers, context.output))
    } finally {
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

async function textOf(
  file: string | undefined,
  { host, output, signal }: VerbContext,
): Promise<string> {
  if (file === undefined || file === '-') {
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
        return [`${paint.warn('-')} ${each.name}: ${each.reason}`]
      }
      return [
        `${paint.good('✓')} ${paint.bold(each.name)}  ${each.url}`,
        ...each.notes.map((note) => `    ${note}`),
        paint.dim(`    Next: aip sign-in ${each.name}`),
      ]
    })
    .join('\n')
}
