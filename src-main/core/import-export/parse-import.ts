/** Understands what people paste to add a server: a configuration file, a command line, a link, an address, or a page that contains one. */
import { appError } from '../app-error.ts'
import { serversOfCommandLine } from './command-line.ts'
import { serversOfConfig } from './config-file.ts'
import {
  importedServer,
  isHttpAddress,
  noVariables,
  type ImportedServer,
} from './imported-server.ts'
import { serversOfInstallLink } from './install-link.ts'
import { parseJsonWithComments } from './json-with-comments.ts'
import { commandLines, shellWords } from './shell-words.ts'
import { say, type Sentence } from '#core/say.ts'

const longest = 1_000_000

/** The servers in the text, in its order. Throws `import-not-understood` when there are none. The result holds secrets. */
export function parseImport(text: string): ImportedServer[] {
  const trimmed = text.replace(/^\ufeff/, '').trim()
  if (trimmed.length > longest) throw notUnderstood(say('import.too-long'))
  const servers = serversOfText(trimmed)
  if (servers.length === 0) throw notUnderstood(say('import.nothing'))
  return servers
}

function serversOfText(text: string): ImportedServer[] {
  const config = serversOfConfig(parseJsonWithComments(text))
  if (config) return config
  const blocks = fencedBlocks(text)
  const fromBlocks = distinct(blocks.flatMap((block) => serversOfText(block)))
  if (fromBlocks.length > 0) return fromBlocks
  const fromLines = distinct(commandLines(text).flatMap((line) => serversOfLine(line)))
  if (fromLines.length > 0) return fromLines
  return serversInProse(text)
}

function serversOfLine(line: string): ImportedServer[] {
  const link = serversOfInstallLink(line)
  if (link) return link
  if (isHttpAddress(line)) return [importedServer({ url: line }, noVariables)]
  const readConfig = (json: string, name: string | undefined): ImportedServer[] =>
    serversOfConfig(parseJsonWithComments(json), name) ?? []
  return serversOfCommandLine(shellWords(line), noVariables, readConfig) ?? []
}

/** A page with a configuration in it, or with one address and no more. */
function serversInProse(text: string): ImportedServer[] {
  const from = text.indexOf('{')
  const to = text.lastIndexOf('}')
  const braces = from < to ? parseJsonWithComments(text.slice(from, to + 1)) : undefined
  const config = from === -1 ? undefined : serversOfConfig(braces)
  if (config) return config
  const addresses = new Set(
    [...text.matchAll(/https?:\/\/[^\s"'`<>()[\]{}]+/gi)].map(([each]) =>
      each.replace(/[.,;:!?]+$/, ''),
    ),
  )
  const [only] = addresses
  return addresses.size === 1 && only !== undefined && isHttpAddress(only)
    ? [importedServer({ url: only }, noVariables)]
    : []
}

/** The code blocks of a Markdown page. */
function fencedBlocks(text: string): string[] {
  const parts = text.split(/^[ \t]*```[^\n]*$/m)
  return parts.filter((_, index) => index % 2 === 1).map((each) => each.trim())
}

/** Pages show one server in many dialects: the first form of each counts. */
function distinct(servers: readonly ImportedServer[]): ImportedServer[] {
  const seen = new Map<string, ImportedServer>()
  for (const server of servers) {
    const key = server.kind === 'remote' ? server.url : `skipped ${server.name}`
    if (!seen.has(key)) seen.set(key, server)
  }
  return [...seen.values()]
}

function notUnderstood(message: Sentence): Error {
  return appError('import-not-understood', {
    step: 'input',
    whoseTurn: 'you',
    message,
    next: say('import.next'),
  })
}
