/** What discovery found at a server, and journeys in each of their phases. */
import type { Check } from '#contract/check.ts'
import type { Discovery, Probe } from '#contract/discovery.ts'
import type { ClientForm, Findings, Journey, Phase } from '#contract/journey.ts'
import { noteOf, say, type Sentence } from '#core/say.ts'
import { problemFrom } from '#core/app-error.ts'
import { failed, passed, skipped, warned } from '#core/doctor/check-book.ts'

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
  passed('versions', 'AIP Desktop 0.1.0, Node v24.0.0, linux 6.1 x64'),
  passed('store', say('doctor.store', { folder: '/home/ada/.local/share/aip-desktop', count: 7 })),
  warned('keychain', say('doctor.session'), say('doctor.session.next'), 'you'),
  failed(
    'http',
    problemFrom('sso-page-in-front', {
      step: 'discovery',
      whoseTurn: 'it',
      message: say('sso-page-in-front'),
      next: say('sso-page-in-front.next'),
      details: { status: '302', location: 'https://sso.corp.example/login' },
    }),
  ),
  skipped('tools', say('doctor.not-reached')),
]
