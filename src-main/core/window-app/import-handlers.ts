/** The commands that take servers over from other apps and write them for others. */
import type { CommandHandlers } from '#contract/commands.ts'
import { importServers } from '#core/app/exchange.ts'
import type { App, Imported } from '#core/app/app.ts'
import type { ImportedServer } from '#core/import-export/imported-server.ts'
import { parseImport } from '#core/import-export/parse-import.ts'
import type { WindowPorts } from './ports.ts'

type ImportHandlers = Pick<CommandHandlers, Extract<keyof CommandHandlers, `import.${string}`>>

export function createImportHandlers(ports: WindowPorts, app: App): ImportHandlers {
  return {
    'import.read': ({ text }) => ({ servers: parseImport(text).map(understoodOf) }),
    'import.save': async ({ text, only }) => {
      const chosen = only && new Set(only)
      const servers = await importServers(ports, text, (_server, index) =>
        chosen ? chosen.has(index) : true,
      )
      return { servers: servers.map(importedOf) }
    },
    'import.export': () => ({ text: app.exportServers() }),
  }
}

/** Without values of headers and without the secret: the window shows what was understood, never what it is worth. */
function understoodOf(server: ImportedServer) {
  if (server.kind === 'skipped') {
    return { kind: server.kind, name: server.name, reason: server.reason }
  }
  const { name, url, headers, clientId = '', clientSecret = '', notes } = server
  return {
    kind: 'remote' as const,
    name,
    url,
    headers: headers.map((each) => ({ name: each.name, missing: [...each.missing] })),
    clientId,
    hasClientSecret: clientSecret !== '',
    notes: [...notes],
  }
}

function importedOf(imported: Imported) {
  return imported.result === 'imported' ? { ...imported, notes: [...imported.notes] } : imported
}
