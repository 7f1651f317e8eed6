/** Understands command lines that add or reach an MCP server: `claude mcp add`, `npx mcp-remote`, `curl` and their relatives. */
import { z } from 'zod'
import {
  importedServer,
  isHttpAddress,
  skipped,
  type ImportedServer,
  type Variables,
} from './imported-server.ts'
import { say } from '#core/say.ts'

/** Programs that only carry a remote server to a stdio client; what counts is the address they are given. */
const bridge =
  /(?:^|\/)(?:mcp-remote|supergateway|mcp-proxy|mcp-remote-go|inspector)(?:@[\w.^~-]+)?$/

/** Programs that start a server on this computer. */
const starter =
  /^(?:npx|bunx|pnpm|yarn|uvx|uv|node|deno|bun|python3?|docker|podman|java|dotnet|go)$/

/** Options that take a value, so that the value is not read as a name. */
const withValue = new Set(
  '-t --transport -s --scope -e --env --env-var -H --header --url --name --client-id --client-secret --callback-port --timeout --bearer-token-env-var --login-host --resource --host --port -X --request -d --data --data-raw --static-oauth-client-info --static-oauth-client-metadata --auth-timeout --oauth2Bearer --sse --streamableHttp -u --user -o --output'.split(
    ' ',
  ),
)

interface Words {
  readonly positional: readonly string[]
  readonly options: readonly (readonly [name: string, value: string])[]
  /** What follows `--`. */
  readonly rest: readonly string[]
}

/** A JSON text on a command line is read by whoever reads configuration files. */
export type ReadConfig = (text: string, name: string | undefined) => ImportedServer[]

/** The servers a command line speaks of; undefined when it is no command line known here. */
export function serversOfCommandLine(
  words: readonly string[],
  variables: Variables,
  readConfig: ReadConfig,
): ImportedServer[] | undefined {
  const command = words.findIndex((each) => !/^\w+=/.test(each))
  const program =
    words[command]
      ?.split(/[\\/]/)
      .at(-1)
      ?.replace(/\.(?:exe|cmd)$/i, '') ?? ''
  const rest = words.slice(command + 1)
  if (program === 'curl') return addressed(sortWords(rest), undefined, variables)
  if (program === 'aip' && rest[0] === 'connect') {
    return addressed(sortWords(rest.slice(1)), undefined, variables)
  }
  const config = rest.indexOf('--add-mcp')
  if (config !== -1) return readConfig(rest[config + 1] ?? '', undefined)
  const verb = rest.indexOf('mcp')
  if (verb !== -1 && rest[verb + 1]?.startsWith('add') === true) {
    return added(rest.slice(verb + 1), variables, readConfig)
  }
  return starter.test(program) || program === 'cmd' || bridge.test(program)
    ? [serverOfProgram(words, undefined, variables)]
    : undefined
}

/** What a stdio entry of a configuration file stands for: a remote server behind a bridge, or a program. */
export function serverOfProgram(
  words: readonly string[],
  name: string | undefined,
  variables: Variables,
): ImportedServer {
  const at = words.findIndex((each) => bridge.test(each))
  const behind = at === -1 ? undefined : addressed(sortWords(words.slice(at + 1)), name, variables)
  const [server] = behind ?? []
  return (
    server ??
    skipped(
      name ?? words.find((each) => !starter.test(each) && !each.startsWith('-')) ?? 'unnamed',
      say('import.program'),
    )
  )
}

/** `mcp add NAME URL`, `mcp add NAME --url URL`, `mcp add NAME -- program`, `mcp add-json NAME JSON`. */
function added(
  words: readonly string[],
  variables: Variables,
  readConfig: ReadConfig,
): ImportedServer[] | undefined {
  const sorted = sortWords(words.slice(1))
  const name = option(sorted, '--name') ?? sorted.positional.find((each) => !isHttpAddress(each))
  if (words[0] === 'add-json') return readConfig(sorted.positional[1] ?? '', name)
  const server = addressed(sorted, name, variables)
  if (server) return server
  const program = sorted.rest.length > 0 ? sorted.rest : sorted.positional.slice(1)
  return program.length > 0 ? [serverOfProgram(program, name, variables)] : undefined
}

/** The server whose address is among the words. */
function addressed(
  words: Words,
  name: string | undefined,
  variables: Variables,
): ImportedServer[] | undefined {
  const named = ['--url', '--sse', '--streamableHttp'].map((each) => option(words, each))
  const url = [...named, ...words.positional].find((each) => each && /^https?:\/\//i.test(each))
  if (url === undefined) return undefined
  const info = staticClient(option(words, '--static-oauth-client-info'))
  const notes = info.unread ? [say('import.client-info')] : []
  return [
    importedServer(
      {
        name: name ?? option(words, '--name'),
        url,
        headers: headersOf(words),
        clientId: option(words, '--client-id') ?? info.client_id,
        clientSecret: info.client_secret,
        loginHost: option(words, '--login-host'),
        notes,
      },
      variables,
    ),
  ]
}

function headersOf(words: Words): [string, string][] {
  const headers = words.options.flatMap(([name, value]): [string, string][] => {
    if (name === '--bearer-token-env-var') return [['Authorization', `Bearer \${${value}}`]]
    if (name === '--oauth2Bearer') return [['Authorization', `Bearer ${value}`]]
    if (name !== '-H' && name !== '--header') return []
    const [, header = value, rest = ''] = /^([^:=\s]+)\s*[:=]\s*([\s\S]*)$/.exec(value) ?? []
    return [[header, rest]]
  })
  // What a client sends with every request by itself is no property of this server.
  return headers.filter(([name]) => !/^(?:accept|content-type|mcp-.*)$/i.test(name))
}

const StaticClient = z.object({ client_id: z.string(), client_secret: z.string().optional() })

function staticClient(text: string | undefined): {
  client_id?: string | undefined
  client_secret?: string | undefined
  unread?: boolean
} {
  if (text === undefined) return {}
  try {
    return StaticClient.parse(JSON.parse(text))
  } catch {
    // It may be the name of a file (`@client.json`), which an import does not open.
    return { unread: true }
  }
}

function option(words: Words, name: string): string | undefined {
  return words.options.find(([each]) => each === name)?.[1]
}

function sortWords(words: readonly string[]): Words {
  const positional: string[] = []
  const options: [string, string][] = []
  const end = words.indexOf('--')
  const before = end === -1 ? words : words.slice(0, end)
  for (let at = 0; at < before.length; at += 1) {
    const word = before[at] ?? ''
    const [, name, value] = /^(--[\w-]+)=([\s\S]*)$/.exec(word) ?? []
    if (name !== undefined && value !== undefined) options.push([name, value])
    else if (withValue.has(word)) options.push([word, before[(at += 1)] ?? ''])
    else if (!word.startsWith('-')) positional.push(word)
  }
  return { positional, options, rest: end === -1 ? [] : words.slice(end + 1) }
}
