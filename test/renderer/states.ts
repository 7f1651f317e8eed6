/** App states as a working installation has them, for the window to show. */
import type { AppState, ConnectionView } from '#contract/app-state.ts'
import { ConnectionSettings } from '#contract/connection.ts'
import type { Details, ToolView } from '#contract/details.ts'
import type { Problem } from '#contract/problem.ts'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { emptyState } from '../contract/empty-state.ts'
import { discovery } from './findings.ts'
import { problemFrom } from '#core/app-error.ts'
import { messageOf, say, type Sentence } from '#core/say.ts'

/** When everything in these states happens: now, so that countdowns count. */
export const now = Date.now()

export function connection(name: string, parts: Partial<ConnectionView> = {}): ConnectionView {
  const host = `${name.toLowerCase().replaceAll(/\W+/g, '-')}.example.com`
  return {
    id: name,
    name,
    url: `https://${host}/mcp`,
    mode: 'OAuthWithDCR',
    account: 'ada@example.com',
    status: 'ready',
    issuer: `https://auth.${host}`,
    resource: `https://${host}/mcp`,
    era: 'modern',
    settings: ConnectionSettings.parse({}),
    createdAt: now - 5 * 86_400_000,
    chip: 'ready',
    exposed: false,
    ...parts,
  }
}

export const problem: Problem = problemFrom('sso-page-in-front', {
  message: say('sso-page-in-front'),
  step: 'discovery',
  whoseTurn: 'it',
  next: say('sso-page-in-front.next'),
  details: {
    url: 'https://wiki.corp.example/mcp',
    status: '302',
    location: 'https://sso.corp.example/login',
  },
})

function because({ english, says }: Sentence): Pick<ConnectionView, 'reason' | 'says'> {
  return { reason: english, says }
}

export const connections: readonly ConnectionView[] = [
  connection('Linear', { exposed: true }),
  connection('Sales records', {
    url: 'https://api.salesforce.example/platform/mcp/v1',
    mode: 'OAuth',
    account: '',
    chip: 'needs-client-id',
    status: 'needs-client-id',
    ...because(say('reason.needs-client')),
  }),
  connection('Design files', {
    chip: 'needs-sign-in',
    status: 'needs-sign-in',
    ...because(say('grant.run-out')),
  }),
  connection('Wiki', {
    url: 'https://wiki.corp.example/mcp',
    chip: 'unreachable',
    status: 'unreachable',
    ...because(messageOf(problem)),
  }),
  connection('Build farm', {
    url: 'http://10.20.0.14:8080/mcp',
    mode: 'NoAuth',
    account: '',
    exposed: true,
    chip: 'tunnel-offline',
  }),
  connection('Calendar', { chip: 'working' }),
  connection('Notes', { account: 'ada@example.org', mode: 'OAuthWithCIMD' }),
]

function tool(name: string, title: string, parts: Partial<ToolView> = {}): ToolView {
  return {
    name,
    title,
    description: '',
    inputSchema: { type: 'object', properties: {} },
    risk: 'read-only',
    policy: 'allow',
    change: { status: 'approved' },
    ...parts,
  }
}

export const tools: readonly ToolView[] = [
  tool('search_issues', 'Search issues', {
    description: 'Finds issues by text, state and assignee.\nReturns at most fifty, newest first.',
    inputSchema: {
      type: 'object',
      required: ['query'],
      properties: {
        query: { type: 'string', title: 'Query', description: 'Words to look for' },
        state: { type: 'string', title: 'State', enum: ['open', 'started', 'done'] },
        limit: { type: 'integer', title: 'Limit', description: 'Between 1 and 50' },
        labels: { type: 'array', title: 'Labels', items: { type: 'string' } },
        archived: { type: 'boolean', title: 'Include archived' },
      },
    },
  }),
  tool('get_issue', 'Read an issue'),
  tool('create_issue', 'Create an issue', { risk: 'write', policy: 'ask' }),
  tool('comment', 'Write a comment', {
    risk: 'write',
    change: {
      status: 'changed',
      differences: [
        say('tool.address', { address: 'https://collect.example.net' }),
        say('tool.parameter.new', { name: 'include_history' }),
      ],
    },
  }),
  tool('delete_issue', 'Delete an issue', { risk: 'destructive', policy: 'block' }),
  tool('list_teams', 'List teams', { change: { status: 'new' } }),
]

export function details(connectionId: string, parts: Partial<Details> = {}): Details {
  return {
    connectionId,
    token: {
      status: 'stored',
      issuer: 'https://auth.linear.example.com',
      clientId: 'aip-7f3b12c9',
      scopes: ['read', 'write', 'issues:create'],
      expiresAt: now + 47 * 60_000,
      refreshable: true,
      account: 'ada@example.com',
      vault: 'keychain',
    },
    tools: { status: 'listed', tools: [...tools], at: now },
    calls: [
      {
        status: 'done',
        id: 'call-1',
        tool: 'search_issues',
        startedAt: now - 60_000,
        ms: 182,
        isError: false,
        parts: [
          {
            kind: 'json',
            text: '[\n  { "id": "OPS-41", "title": "Rotate the relay key", "state": "open" }\n]',
            cut: false,
          },
        ],
      },
    ],
    trace: { status: 'found', at: now, discovery },
    ...parts,
  }
}

export const linkedTunnel: Extract<TunnelView, { status: 'linked' }> = {
  status: 'linked',
  tunnel: 'ada-laptop',
  kind: 'personal',
  relay: 'https://relay.example.com',
  paused: false,
  agent: { status: 'running', since: now - 7_500_000 },
  carrier: {
    status: 'online',
    provenAt: now - 3000,
    connections: [
      { node: 'relay-1', rttMs: 18.2, since: now - 7_500_000 },
      { node: 'relay-2', rttMs: 21.7, since: now - 7_400_000 },
    ],
  },
  exposed: [
    {
      connectionId: 'Linear',
      publicUrl: 'https://relay.example.com/t/ada-laptop/linear/mcp',
      target: { status: 'reachable', provenAt: now - 9000 },
      signIn: 'ready',
      heldBackTools: ['comment', 'list_teams'],
    },
    {
      connectionId: 'Build farm',
      publicUrl: 'https://relay.example.com/t/ada-laptop/build-farm/mcp',
      target: {
        status: 'unreachable',
        problem: problemFrom('connection-refused', {
          message: say('network.refused', { host: '10.20.0.14', port: '8080' }),
          step: 'tunnel',
          whoseTurn: 'server-owner',
          next: say('network.refused.next'),
          details: { failure: 'upstream_connect' },
        }),
      },
      signIn: 'not-needed',
      heldBackTools: [],
    },
  ],
  traffic: Array.from({ length: 14 }, (_, index) => ({
    id: `line-${index}`,
    at: now - index * 4100,
    connectionId: index % 3 === 2 ? 'Build farm' : 'Linear',
    method: index % 4 === 3 ? 'tools/list' : 'tools/call',
    tool: index % 4 === 3 ? '' : index % 3 === 2 ? 'start_build' : 'search_issues',
    status: index % 3 === 2 ? 502 : 200,
    ms: 40 + ((index * 37) % 160),
    caller: 'assistant-eu',
  })),
  accessKeyHeader: 'X-AIP-Access-Key',
}

export function workingState(parts: Partial<AppState> = {}): AppState {
  return emptyState({
    connections: [...connections],
    details: [details('Linear')],
    tunnel: linkedTunnel,
    vault: { status: 'open', kind: 'keychain' },
    shell: {
      name: 'electron',
      can: { popup: true, hideToTray: true, launchAtLogin: true, notify: true },
      asRoot: false,
    },
    ...parts,
  })
}
