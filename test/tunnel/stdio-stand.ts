/** Commands behind a gateway, and what a test needs to look at them: raw calls, and whether a process is alive. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCommandServers } from '#tunnel/stdio/command-servers.ts'
import type { StdioLimits } from '#tunnel/stdio/stdio-server.ts'
import { commandAddress } from '#tunnel/protocol/exposure.ts'
import type { Exposure, ServerCommand } from '#tunnel/protocol/exposure.ts'
import { redact } from '#adapters/redact.ts'
import { atEnd } from '#test/adapters/http/network.ts'
import { startGateway } from './gateway-stand.ts'

/** A server of `test/servers` as a command. */
export function commandOf(name: 'stdio-odd' | 'stdio-sample', more: Partial<ServerCommand> = {}) {
  const file = join(import.meta.dirname, '../servers', `${name}.ts`)
  return { program: process.execPath, args: [file], folder: '/', variables: {}, ...more }
}

export async function startStdio(
  command: ServerCommand,
  more: { readonly limits?: StdioLimits; readonly exposure?: Partial<Exposure> } = {},
) {
  const logged: string[] = []
  const commands = createCommandServers(
    {
      environment: process.env,
      platform: process.platform,
      log: (_level, message, facts) => logged.push(`${message} ${JSON.stringify(facts)}`),
      redact,
    },
    more.limits,
  )
  atEnd(() => commands.end())
  const stand = await startGateway({
    server: { port: 1 },
    dispatcher: await commands.dispatcherFor('id-of-one', command),
    exposure: { url: commandAddress, access: 'open', command, ...more.exposure },
  })
  return { ...stand, commands, logged }
}

export interface RawSession {
  readonly session: string
  call(id: number, tool: string, signal?: AbortSignal): Promise<Response>
  send(method: string, init?: RequestInit): Promise<Response>
}

const common = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
}

/** Begins a session by hand, with ids of the test's own choice. */
export async function beginSession(url: string): Promise<RawSession> {
  const params = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  }
  const begun = await fetch(url, {
    method: 'POST',
    headers: common,
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
  })
  const session = begun.headers.get('mcp-session-id') ?? ''
  await begun.text()
  const headers = { ...common, 'mcp-session-id': session }
  return {
    session,
    call: (id, tool, signal) => {
      const body = { jsonrpc: '2.0', id, method: 'tools/call', params: { name: tool } }
      const init = { method: 'POST', headers, body: JSON.stringify(body) }
      return fetch(url, { ...init, ...(signal && { signal }) })
    },
    send: (method, init = {}) => fetch(url, { method, headers, ...init }),
  }
}

/** The text in a tool's result. */
export async function textIn(response: Response): Promise<string> {
  const { result } = (await response.json()) as { result: { content: { text: string }[] } }
  return result.content[0]?.text ?? ''
}

/** False also for one that has ended and was not asked for by its parent yet. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    // No such process.
    return false
  }
}
