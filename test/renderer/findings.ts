/** What discovery found at a server, and journeys in each of their phases. */
import type { Check } from '#contract/check.ts'
import type { Discovery, Probe } from '#contract/discovery.ts'
import type { ClientForm, Findings, Journey, Phase } from '#contract/journey.ts'
import { noteOf, say, type Sentence } from '#core/say.ts'

function judged({ english, says }: Sentence): Pick<Probe, 'verdict' | 'says'> {
  return { verdict: english, says }
}

export const probes: readonly Probe[] = [
  {
    step: 'probe',
    method: 'POST',
    url: 'https://mcp.linear.example.com/mcp',
    status: 401,
    contentType: 'application/json',
    ms: 84,
    ...judged(say('probe.login', { scheme: 'Bearer' })),
  },
  {
    step: 'resource-metadata',
    method: 'GET',
    url: 'https://mcp.linear.example.com/.well-known/oauth-protected-resource/mcp',
    status: 200,
    contentType: 'application/json',
    ms: 41,
    ...judged(say('probe.resource-metadata', { resource: 'https://mcp.linear.example.com/mcp' })),
  },
  {
    step: 'server-metadata',
    method: 'GET',
    url: 'https://auth.linear.example.com/.well-known/oauth-authorization-server',
    status: 200,
    contentType: 'application/json',
    ms: 58,
    ...judged(say('probe.server-metadata', { issuer: 'https://auth.linear.example.com' })),
  },
]

export const discovery: Discovery = {
  url: 'https://mcp.linear.example.com/mcp',
  mode: 'OAuthWithDCR',
  registration: ['dcr', 'manual'],
  issuer: 'https://auth.linear.example.com',
  resource: 'https://mcp.linear.example.com/mcp',
  scopes: ['read', 'write'],
  pkce: 'S256',
  authorizationEndpoint: 'https://auth.linear.example.com/authorize',
  tokenEndpoint: 'https://auth.linear.example.com/token',
  registrationEndpoint: 'https://auth.linear.example.com/register',
  revocationEndpoint: 'https://auth.linear.example.com/revoke',
  notes: [
    noteOf(
      'issuer-slash',
      say('note.issuer-slash', {
        issuer: 'https://auth.linear.example.com',
        found: 'https://auth.linear.example.com/',
      }),
    ),
  ],
  trace: [...probes],
}

export const findings: Findings = {
  discovery,
  verdict: 'registers-itself',
  zone: 'public',
  tunnelAdvised: false,
  suggestedName: 'linear',
}

export const clientForm: ClientForm = {
  issuer: 'https://login.salesforce.example',
  why: say('way.no-registration'),
  callbackUrls: {
    '127.0.0.1': ['http://127.0.0.1:33418/callback'],
    localhost: ['http://localhost:33418/callback'],
  },
  spelling: 'localhost',
  scopes: ['mcp_api', 'refresh_token'],
  authMethod: 'none',
  secret: 'optional',
  recipe: {
    provider: 'Salesforce',
    steps: [
      say('recipe.salesforce.1'),
      say('recipe.salesforce.2'),
      say('recipe.salesforce.3'),
      say('recipe.salesforce.5'),
    ],
    source: 'https://developer.salesforce.com/docs/mcp',
  },
}

/** A journey of the setup in `phase`. */
export function journey(phase: Phase, parts: Partial<Journey> = {}): Journey {
  return {
    id: 'j1',
    purpose: { kind: 'connect', url: 'https://mcp.linear.example.com/mcp' },
    startedAt: Date.now() - 4000,
    phase,
    probes: [...probes],
    found: findings,
    notes: [],
    resumed: false,
    ...parts,
  }
}

export const waiting: Phase = {
  status: 'waiting-for-sign-in',
  url: 'https://auth.linear.example.com/authorize?response_type=code&client_id=aip-7f3b12c9&redirect_uri=http%3A%2F%2F127.0.0.1%3A33418%2Fcallback&scope=read+write&code_challenge_method=S256',
  redirectUri: 'http://127.0.0.1:33418/callback',
  attempt: 1,
  expiresAt: Date.now() + 9 * 60_000 + 41_000,
  browserOpened: true,
}

/** What the doctor saw of a server that a company's sign-in page stands in front of. */
export const checks: readonly Check[] = [
  {
    id: 'versions',
    status: 'pass',
    why: 'Old versions miss repairs and newer revisions of MCP.',
    evidence: 'AIP Desktop 0.1.0, Node v24.0.0, linux 6.1 x64',
    next: '',
  },
  {
    id: 'store',
    status: 'pass',
    why: 'Connections are remembered in one file on this computer.',
    evidence: '/home/ada/.local/share/aip-desktop holds 7 connections',
    next: '',
  },
  {
    id: 'keychain',
    status: 'warn',
    why: 'Tokens are sealed with a key that the keychain of this computer keeps.',
    evidence: 'tokens are kept in memory only',
    next: 'Use the keychain or a passphrase, unless you want to sign in again after each start.',
    whoseTurn: 'you',
  },
  {
    id: 'http',
    status: 'fail',
    why: 'The address has to be answered by an MCP server.',
    evidence:
      'A company sign-in page stands in front of wiki.corp.example and answers instead of it. (status: 302; location: https://sso.corp.example/login)',
    next: 'Ask IT to let MCP requests through to the server.',
    whoseTurn: 'it',
    code: 'sso-page-in-front',
  },
  {
    id: 'tools',
    status: 'skip',
    why: 'Listing the tools shows that everything works together.',
    evidence: 'not reached',
    next: '',
  },
]
