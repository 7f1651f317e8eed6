/** Takes over servers from other clients' configuration, and writes one for them; secrets go into the vault and never come out (R29). */
import { ConnectionSettings } from '#contract/connection.ts'
import type { Connection } from '#contract/connection.ts'
import { parseImport } from '#core/import-export/parse-import.ts'
import type {
  ImportedCommand,
  ImportedServer,
  SkippedEntry,
} from '#core/import-export/imported-server.ts'
import { isProblem } from '#core/app-error.ts'
import type { Guide } from '#core/guide.ts'
import type { Imported } from './app.ts'
import { agreeToRun, nameOfCommand, saveCommand } from './command.ts'
import { nameFrom, uniqueName } from './names.ts'
import { newConnectionId } from './parts.ts'
import type { AppPorts } from './parts.ts'
import { keepClient } from './pending-client.ts'
import { messageOf, say } from '#core/say.ts'

/** Who is shown an imported command and may agree to it, and the folder of one that names none. */
export interface CommandConsent {
  readonly guide: Guide
  readonly folder: string
  readonly signal: AbortSignal
}

/** Saves each server that `wanted` takes as a connection that still has to be signed in to. Nothing is asked over the network. */
export async function importServers(
  parts: AppPorts,
  text: string,
  wanted: (server: ImportedServer, index: number) => boolean = () => true,
  commands?: CommandConsent,
): Promise<Imported[]> {
  const imported: Imported[] = []
  for (const server of parseImport(text).filter(wanted)) {
    imported.push(await importOne(parts, server, commands))
  }
  return imported
}

async function importOne(
  parts: AppPorts,
  server: ImportedServer,
  commands: CommandConsent | undefined,
): Promise<Imported> {
  if (server.kind === 'skipped') {
    if (server.command && commands) return importCommand(parts, server, server.command, commands)
    return { result: 'skipped', name: server.name, reason: server.reason }
  }
  const { store, vault } = parts
  const imported = say('reason.imported')
  const taken = store.listConnections().map((each) => each.name)
  const complete = server.headers.filter((each) => each.missing.length === 0)
  const connection: Connection = {
    id: newConnectionId(parts.random),
    name: server.name === '' ? nameFrom(server.url, taken) : uniqueName(server.name, taken),
    url: server.url,
    mode: 'NoAuth',
    account: '',
    status: 'new',
    reason: imported.english,
    says: imported.says,
    issuer: '',
    resource: '',
    settings: ConnectionSettings.parse({
      headers: complete.map((each) => each.name),
      scope: server.scope,
      loginHost: server.loginHost,
    }),
    createdAt: parts.clock.now(),
  }
  if (complete.length > 0) {
    const headers = Object.fromEntries(complete.map((each) => [each.name, each.value]))
    await vault.write('headers', connection.id, headers)
  }
  if (server.clientId !== undefined) {
    const { clientId, clientSecret } = server
    await keepClient(vault, connection.id, { clientId, ...(clientSecret && { clientSecret }) })
  }
  store.saveConnection(connection)
  const missing = server.headers.flatMap((each) => each.missing)
  return {
    result: 'imported',
    name: connection.name,
    url: connection.url,
    notes: [...server.notes, ...missing.map((each) => say('import.no-value', { name: each }))],
  }
}

/** What is not agreed to stays out; the others are imported all the same. */
async function importCommand(
  parts: AppPorts,
  { name }: SkippedEntry,
  { program, args, variables, missing, folder }: ImportedCommand,
  consent: CommandConsent,
): Promise<Imported> {
  // A relative one would lead somewhere else with each start.
  const absolute = folder !== undefined && /^(?:[A-Za-z]:)?[\\/]/.test(folder)
  const command = { program, args, variables, folder: absolute ? folder : consent.folder }
  try {
    await agreeToRun(command, consent.guide, consent.signal)
  } catch (error) {
    consent.signal.throwIfAborted()
    if (!isProblem(error)) throw error
    return { result: 'skipped', name, reason: messageOf(error.problem) }
  }
  const connections = parts.store.listConnections()
  const names = connections.map((each) => each.name)
  const free = name === '' ? nameOfCommand(command, connections) : uniqueName(name, names)
  const saved = await saveCommand(parts, command, free)
  const notes = missing.map((each) => say('import.no-value', { name: each }))
  return { result: 'imported', name: saved.name, url: saved.url, notes }
}
