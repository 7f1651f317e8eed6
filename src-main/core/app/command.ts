/** Connections whose server is a command of this computer: what the person agrees to, and what is stored of it (S10). */
import { z } from 'zod'
import { ConnectionSettings } from '#contract/connection.ts'
import type { Connection } from '#contract/connection.ts'
import { AppError, appError } from '#core/app-error.ts'
import type { Guide } from '#core/guide.ts'
import type { ServerCommand, Vault } from '#core/ports.ts'
import type { Connected } from './app.ts'
import { verifyAndSave } from './connect.ts'
import { checkedName, uniqueName } from './names.ts'
import { newConnectionId, rememberZone } from './parts.ts'
import type { AppParts, AppPorts } from './parts.ts'
import { say, type Sentence } from '#core/say.ts'

/** The address of a command for the agent and the client library: a name that never resolves (RFC 6761 §6.4). */
export const commandAddress = 'http://command.invalid/mcp'

export interface CommandRequest {
  readonly command: ServerCommand
  /** Undefined: made from the command. */
  readonly name?: string
}

/** Asks, stores, starts it and lists its tools; what does not start is not kept. */
export async function connectCommand(
  parts: AppParts,
  request: CommandRequest,
  guide: Guide,
  signal: AbortSignal,
): Promise<Connected> {
  const connections = parts.store.listConnections()
  const chosen = request.name === undefined ? undefined : checkedName(request.name, connections)
  const name = chosen ?? nameOfCommand(request.command, connections)
  await agreeToRun(request.command, guide, signal)
  const connection = await saveCommand(parts, request.command, name)
  try {
    const timings = { discover: 0, register: 0, signIn: 0 }
    return await verifyAndSave(parts, connection, timings, guide, signal)
  } catch (error) {
    parts.store.removeConnection(connection.id)
    rememberNoZone(parts, connection)
    await parts.vault.delete('variables', connection.id)
    throw error
  }
}

/** Throws `cancelled` when the person says no, `bad-usage` for a secret in the wrong place. */
export async function agreeToRun(
  command: ServerCommand,
  guide: Guide,
  signal: AbortSignal,
): Promise<void> {
  if (command.args.some(looksSecret)) throw secretArgument()
  if (await guide.confirm('run-command', consentText(command), signal)) return
  throw appError('cancelled', {
    step: 'input',
    whoseTurn: 'you',
    message: say('command.not-run'),
    next: say('command.not-run.next'),
  })
}

/** Stores what was agreed to; the variables go to the vault, all of them, since nobody can tell a harmless one from a key. */
export async function saveCommand(
  parts: AppPorts,
  command: ServerCommand,
  name: string,
): Promise<Connection> {
  const { program, args, folder, variables } = command
  const stored = { program, args: [...args], folder, variables: Object.keys(variables) }
  const connection: Connection = {
    id: newConnectionId(parts.random),
    name,
    url: `stdio:${commandLine(stored)}`,
    command: stored,
    mode: 'NoAuth',
    account: '',
    status: 'new',
    issuer: '',
    resource: '',
    settings: ConnectionSettings.parse({}),
    createdAt: parts.clock.now(),
  }
  if (stored.variables.length > 0) await parts.vault.write('variables', connection.id, variables)
  rememberZone(parts.store, connection.id, 'loopback')
  parts.store.saveConnection(connection)
  parts.store.audit('command-agreed', connection.id)
  return connection
}

function rememberNoZone({ store }: AppPorts, { id }: Connection): void {
  store.remember('zone', id, undefined)
}

const Variables = z.record(z.string(), z.string())

/** The command of a connection as it is started: with its variables, also where an argument names one as `${NAME}`. */
export async function commandOf(
  vault: Vault,
  { id, command }: Connection,
): Promise<ServerCommand | undefined> {
  if (!command) return undefined
  const wanted = command.variables.length > 0
  const variables = wanted ? Variables.catch({}).parse(await vault.read('variables', id)) : {}
  const filled = (argument: string) =>
    argument.replace(/\$\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(variables, name) ? (variables[name] ?? '') : whole,
    )
  return { ...command, args: command.args.map(filled), variables }
}

/** These decide which code runs, so their values are part of what is agreed to. */
const decisive =
  /^(?:PATH|NODE_OPTIONS|NODE_PATH|LD_.*|DYLD_.*|PYTHON.*|PERL5.*|RUBY.*|JAVA_TOOL_OPTIONS|BASH_ENV|ENV|SHELL|HOME|COMSPEC|PATHEXT|npm_config_.*|UV_.*|PIP_.*)$/i

/** Everything that will happen, in words and exactly. */
export function consentText({ program, args, folder, variables }: ServerCommand): Sentence {
  const names = Object.keys(variables)
  const shown = names.map((name) =>
    decisive.test(name) ? `${plain(name)}=${plain(variables[name] ?? '')}` : plain(name),
  )
  return say('ask.command', {
    command: commandLine({ program, args }),
    folder: plain(folder),
    variables:
      names.length === 0
        ? say('ask.command.no-variables')
        : say('ask.command.variables', { variables: shown.join(', ') }),
  })
}

/** As it would be typed: words with anything but plain characters are quoted, so that each argument is seen as the one it is. */
export function commandLine({ program, args }: Pick<ServerCommand, 'program' | 'args'>): string {
  return [program, ...args].map(plain).join(' ')
}

/** No control or formatting character reaches a terminal or a window. */
function plain(word: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word)) return word
  return JSON.stringify(word).replace(/[\p{C}\p{Z}]/gu, (each) =>
    each === ' ' ? each : `\\u{${(each.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

const secretOption =
  /^--?(?![\w-]*(?:file|path|dir|folder|url)\b)[\w-]*(?:api-?_?key|token|secret|passw|credential)[\w-]*(=?)/i

/** An argument is readable by every program of this computer, and is shown and stored. */
function looksSecret(argument: string, at: number, all: readonly string[]): boolean {
  if (argument.includes('${')) return false
  if (/^(?:gh[pousr]_|github_pat_|glpat-|xox[a-z]-|sk-|eyJ)[\w.-]{8,}/.test(argument)) return true
  const own = secretOption.exec(argument)
  if (own?.[1] === '=' || /:\/\/[^/\s:@]+:[^/\s@]+@/.test(argument)) return true
  const before = secretOption.exec(all[at - 1] ?? '')
  return before !== null && before[1] === '' && !argument.startsWith('-')
}

function secretArgument(): AppError {
  return appError('bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: say('command.secret'),
    next: say('command.secret.next', { variable: '${NAME}' }),
  })
}

const starters =
  /^(?:npx|bunx|pnpm|yarn|uvx|uv|node|deno|bun|python3?|docker|podman|cmd)(?:\.\w+)?$/i

/** `npx -y @scope/some-server@1.0` is `some-server`. */
export function nameOfCommand(
  { program, args }: ServerCommand,
  connections: readonly Connection[],
): string {
  const words = [program, ...args].map((each) => each.split(/[\\/]/).at(-1) ?? '')
  const telling = words.find((each) => each !== '' && !/^[-/]/.test(each) && !starters.test(each))
  const base = (telling ?? words[0] ?? '').replace(/@.*$|\.\w+$/, '').replace(/[^\w.-]+/g, '-')
  const taken = connections.map((each) => each.name)
  return uniqueName(base === '' ? 'command' : base.slice(0, 80), taken)
}
