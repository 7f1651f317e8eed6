/** Understands the configuration files of MCP clients, whatever they call their list of servers and its fields. */
import { z } from 'zod'
import { serverOfProgram } from './command-line.ts'
import {
  importedServer,
  skipped,
  type ImportedCommand,
  type ImportedServer,
  type Variables,
} from './imported-server.ts'
import { shellWords } from './shell-words.ts'
import { say } from '#core/say.ts'

const Text = z.string().max(20_000)
const Texts = z.record(z.string(), z.union([Text, z.number(), z.boolean()]).transform(String))
/** A field that is not of the expected form counts as absent: one odd field must not cost the whole entry. */
const lenient = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined)

const Login = z.object({
  clientId: lenient(Text),
  client_id: lenient(Text),
  CLIENT_ID: lenient(Text),
  clientSecret: lenient(Text),
  client_secret: lenient(Text),
  CLIENT_SECRET: lenient(Text),
  scope: lenient(Text),
  scopes: lenient(z.union([Text, z.array(Text).transform((each) => each.join(' '))])),
  loginHost: lenient(Text),
})

const Entry = z.object({
  name: lenient(Text),
  url: lenient(Text),
  serverUrl: lenient(Text),
  httpUrl: lenient(Text),
  uri: lenient(Text),
  command: lenient(z.union([Text, z.array(Text)])),
  args: lenient(z.array(Text)),
  cwd: lenient(Text),
  headers: lenient(Texts),
  http_headers: lenient(Texts),
  requestInit: lenient(z.object({ headers: lenient(Texts) })),
  env: lenient(Texts),
  oauth: lenient(Login),
  auth: lenient(Login),
  disabled: lenient(z.boolean()),
  enabled: lenient(z.boolean()),
})
type Entry = z.infer<typeof Entry>

const Inputs = z.array(z.object({ id: z.string(), description: z.string().default('') }))

/** The servers in a configuration; undefined when nothing in it looks like one. */
export function serversOfConfig(value: unknown, name?: string): ImportedServer[] | undefined {
  if (Array.isArray(value)) {
    const servers = value.flatMap((each: unknown) => entryServer(undefined, each, {}) ?? [])
    return servers.length > 0 ? servers : undefined
  }
  if (!isRecord(value)) return undefined
  const single = entryServer(name, value, {})
  if (single) return [single]
  for (const { list, inputs } of listsIn(value)) {
    const servers = Object.entries(list).flatMap(([key, each]) => {
      return entryServer(key, each, inputs) ?? []
    })
    if (servers.length > 0) return servers
  }
  return undefined
}

interface List {
  readonly list: Record<string, unknown>
  readonly inputs: Readonly<Record<string, string>>
}

/** Where clients keep their servers, the surest place first, the object itself last. */
function listsIn(config: Record<string, unknown>): List[] {
  const mcp = isRecord(config['mcp']) ? config['mcp'] : {}
  const keys = Object.keys(config).filter((each) => /(?:^|\.)mcpServers$/i.test(each))
  const lists = [
    ...keys.map((key) => config[key]),
    config['mcp_servers'],
    config['servers'],
    mcp['servers'],
    config['context_servers'],
    config['mcp'],
    config,
  ]
  const inputs = inputsOf(config['inputs'] ?? mcp['inputs'])
  return lists.flatMap((list) => (isRecord(list) ? [{ list, inputs }] : []))
}

function inputsOf(value: unknown): Record<string, string> {
  const inputs = Inputs.safeParse(value)
  return Object.fromEntries(
    (inputs.success ? inputs.data : []).map(({ id, description }) => [id, description || id]),
  )
}

function entryServer(
  key: string | undefined,
  value: unknown,
  descriptions: Readonly<Record<string, string>>,
): ImportedServer | undefined {
  const parsed = Entry.safeParse(value)
  if (!parsed.success) return undefined
  const entry = parsed.data
  const variables: Variables = { values: entry.env ?? {}, descriptions }
  const name = key ?? entry.name
  const url = entry.url ?? entry.serverUrl ?? entry.httpUrl ?? entry.uri
  if (url !== undefined) return remoteServer(name, url, entry, variables)
  const words = commandOf(entry)
  if (words.length > 0) {
    const server = serverOfProgram(words, name, variables)
    return server.kind === 'skipped' ? { ...server, command: programOf(words, entry) } : server
  }
  return isRecord(value) && 'command' in value
    ? skipped(name ?? 'unnamed', say('import.command'))
    : undefined
}

function remoteServer(
  name: string | undefined,
  url: string,
  entry: Entry,
  variables: Variables,
): ImportedServer {
  const login: z.infer<typeof Login> = { ...entry.oauth, ...entry.auth }
  const headers = entry.headers ?? entry.http_headers ?? entry.requestInit?.headers ?? {}
  const off = entry.disabled === true || entry.enabled === false
  const parts = {
    name,
    url,
    headers: Object.entries(headers),
    clientId: login.clientId ?? login.client_id ?? login.CLIENT_ID,
    clientSecret: login.clientSecret ?? login.client_secret ?? login.CLIENT_SECRET,
    scope: login.scope ?? login.scopes,
    loginHost: login.loginHost,
    notes: off ? [say('import.off')] : [],
  }
  return importedServer(parts, variables)
}

function commandOf({ command, args }: Entry): string[] {
  if (Array.isArray(command)) return [...command, ...(args ?? [])]
  if (command === undefined) return []
  return args ? [command, ...args] : shellWords(command)
}

function programOf([program = '', ...args]: readonly string[], entry: Entry): ImportedCommand {
  const variables = Object.entries(entry.env ?? {}).filter(([name]) => /^\w+$/.test(name))
  const isGap = (value: string) => /\$\{|<[^<>]+>|\{\{|\bYOUR[_-]/.test(value)
  return {
    program,
    args,
    variables: Object.fromEntries(variables.filter(([, value]) => !isGap(value))),
    missing: variables.flatMap(([name, value]) => (isGap(value) ? [name] : [])),
    ...(entry.cwd !== undefined && { folder: entry.cwd }),
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
