/** Parts of the app state the tests of the shell need. */
import type { AppState, Chip, ConnectionView } from '#contract/app-state.ts'
import { ConnectionSettings } from '#contract/connection.ts'
import type { Details } from '#contract/details.ts'

/** A connection whose id is its name. */
export function connectionNamed(name: string, chip: Chip = 'ready'): ConnectionView {
  return {
    id: name,
    name,
    url: `https://${name}.example.com/mcp`,
    issuer: 'https://login.example.com',
    resource: '',
    mode: 'OAuthWithDCR',
    account: '',
    status: 'ready',
    settings: ConnectionSettings.parse({}),
    createdAt: 0,
    chip,
    exposed: false,
  }
}

export function linkedTunnel(
  parts: {
    readonly exposed?: readonly string[]
    readonly paused?: boolean
    readonly agent?: 'stopped' | 'starting' | 'running'
    readonly carrier?: 'offline' | 'connecting' | 'online'
  } = {},
): AppState['tunnel'] {
  const { agent = 'running', carrier = 'online' } = parts
  return {
    status: 'linked',
    tunnel: 'ada',
    kind: 'personal',
    relay: 'https://relay.example.com',
    paused: parts.paused ?? false,
    agent: agent === 'running' ? { status: agent, since: 0 } : { status: agent },
    carrier:
      carrier === 'online'
        ? { status: carrier, provenAt: 0, connections: [] }
        : carrier === 'offline'
          ? { status: carrier, since: 0 }
          : { status: carrier },
    exposed: (parts.exposed ?? []).map((connectionId) => ({
      connectionId,
      publicUrl: `https://relay.example.com/ada/${connectionId}`,
      target: { status: 'unknown' },
      signIn: 'ready',
      heldBackTools: [],
    })),
    traffic: [],
    accessKeyHeader: 'authorization',
  }
}

export function runningCall(connectionId: string): Details {
  return {
    connectionId,
    token: { status: 'unread' },
    tools: { status: 'unread' },
    calls: [{ status: 'running', id: '1', tool: 'add', startedAt: 0 }],
    trace: { status: 'none' },
  }
}
