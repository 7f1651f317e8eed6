/** What discovery found at a server, and journeys in each of their phases. */
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
