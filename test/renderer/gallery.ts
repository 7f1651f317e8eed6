/** Every screen of the window: the state that leads to it, and what a person does to get there (in English). */
import type { Page } from 'playwright-core'
import type { AppState } from '#contract/app-state.ts'
import type { Journey, Phase } from '#contract/journey.ts'
import { emptyState } from '../contract/empty-state.ts'
import { checks, clientForm, findings, journey, probes, waiting } from './findings.ts'
import { details, linkedTunnel, now, problem, workingState } from './states.ts'
import type { Answers } from './window.ts'
import { noteOf, say } from '#core/say.ts'
import { agentProblem } from '#core/tunnel/tunnel-state.ts'

export interface Scene {
  readonly name: string
  readonly state: AppState
  readonly go?: (page: Page) => Promise<void>
  /** The state that is there in the end, where it is another one. */
  readonly ends?: AppState
  readonly answers?: Answers
}

const choose =
  (name: string, tab?: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('option', { name }).first().click()
    if (tab !== undefined) await page.getByRole('tab', { name: tab }).click()
  }

const visit =
  (name: string) =>
  async (page: Page): Promise<void> =>
    page.getByRole('navigation').getByRole('button', { name }).click()

const examine =
  (name: string) =>
  async (page: Page): Promise<void> => {
    await choose(name)(page)
    await page.getByRole('button', { name: 'What can be done' }).click()
    await page.getByRole('menuitem', { name: 'Check this connection' }).click()
  }

/** The screen of one journey, which the rail leads to. */
function onTheWay(
  name: string,
  phase: Phase,
  parts: Partial<Journey> = {},
  rest: Partial<AppState> = {},
): Scene {
  return {
    name,
    state: workingState({ ...rest, journeys: [journey({ status: 'discovering' })] }),
    go: async (page) =>
      page.getByRole('region', { name: 'Under way' }).getByRole('button').first().click(),
    ends: workingState({ ...rest, journeys: [journey(phase, parts)] }),
  }
}

const platformCallback = 'https://platform.example.com/integration/oauth/callback'

/** `aip open` of a system's administrator. */
const rootShell: AppState['shell'] = {
  name: 'browser',
  can: { popup: true, hideToTray: false, launchAtLogin: false, notify: false },
  asRoot: true,
}

const byHand = { ...findings, verdict: 'app-by-hand' as const, suggestedName: 'salesforce' }

export const scenes: readonly Scene[] = [
  { name: 'start', state: emptyState() },
  {
    name: 'samples',
    state: emptyState({
      samples: {
        status: 'running',
        servers: [
          { url: 'http://127.0.0.1:4101/mcp', kind: 'registers' },
          {
            url: 'http://127.0.0.1:4102/mcp',
            kind: 'by-hand',
            enter: { clientId: 'sample-app', clientSecret: '', loginHost: '127.0.0.1:4110' },
          },
          { url: 'http://127.0.0.1:4103/mcp', kind: 'open' },
        ],
      },
    }),
  },
  {
    name: 'samples-failed',
    state: emptyState({
      samples: {
        status: 'failed',
        problem: {
          ...problem,
          code: 'store-busy',
          step: 'internal',
          whoseTurn: 'you',
          message: 'The ports for the sample servers are taken.',
          next: 'Close the other demonstration and try again.',
        },
      },
    }),
  },
  { name: 'list', state: workingState() },
  { name: 'overview', state: workingState(), go: choose('Linear') },
  {
    name: 'unreachable',
    state: workingState({
      details: [
        details('Wiki', {
          token: { status: 'none', why: 'not-signed-in' },
          tools: { status: 'failed', problem },
        }),
      ],
    }),
    go: choose('Wiki', 'Tools'),
  },
  { name: 'tools', state: workingState(), go: choose('Linear', 'Tools') },
  {
    name: 'tools-changed',
    state: workingState(),
    go: async (page) => {
      await choose('Linear', 'Tools')(page)
      await page.getByRole('option', { name: 'Write a comment' }).click()
    },
  },
  { name: 'token', state: workingState(), go: choose('Linear', 'Token') },
  { name: 'tunnel-of-one', state: workingState(), go: choose('Linear', 'Edge Tunnel') },
  { name: 'trace', state: workingState(), go: choose('Linear', 'Trace') },
  {
    name: 'trace-failed',
    state: workingState({
      details: [
        details('Wiki', {
          trace: { status: 'failed', at: now, probes: probes.slice(0, 2), problem },
        }),
      ],
    }),
    go: choose('Wiki', 'Trace'),
  },
  { name: 'connection-settings', state: workingState(), go: choose('Linear', 'Settings') },
  {
    name: 'remove',
    state: workingState(),
    go: async (page) => {
      await choose('Linear')(page)
      await page.getByRole('button', { name: 'What can be done' }).click()
      await page.getByRole('menuitem', { name: 'Remove' }).click()
    },
  },
  {
    name: 'receipt',
    state: workingState(),
    answers: {
      'connections.sign-out': () => ({
        name: 'Linear',
        refreshToken: { result: 'revoked' },
        accessToken: { result: 'not-offered' },
        registrationDeleted: false,
      }),
    },
    go: async (page) => {
      await choose('Linear', 'Token')(page)
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('dialog', { name: 'Signed out' }).waitFor()
    },
  },
  { name: 'add', state: workingState(), go: visit('Add a server') },
  onTheWay('looking', { status: 'discovering' }, { probes: probes.slice(0, 2) }),
  onTheWay('found', { status: 'found' }),
  onTheWay(
    'found-by-hand',
    { status: 'found' },
    { found: { ...byHand, zone: 'private', tunnelAdvised: true } },
  ),
  onTheWay('registering', {
    status: 'registering',
    way: 'dcr',
    reason: say('way.registered'),
  }),
  onTheWay('client', { status: 'client-needed', questionId: 'q1', form: clientForm }),
  onTheWay('client-platform', {
    status: 'client-needed',
    questionId: 'q1',
    form: { ...clientForm, platformCallback },
  }),
  onTheWay(
    'waiting-elsewhere',
    {
      status: 'waiting-for-sign-in',
      url: `https://auth.example.com/authorize?redirect_uri=${encodeURIComponent(platformCallback)}`,
      redirectUri: platformCallback,
      attempt: 1,
      expiresAt: now + 545_000,
      browserOpened: true,
    },
    { notes: [noteOf('reply-state-mismatch', say('note.pasted-old'))] },
  ),
  onTheWay('question', {
    status: 'asking',
    questionId: 'q2',
    question: 'issuer-path-lost',
    text: say('issuer-mismatch.path-lost', {
      expected: 'https://auth.example.com/tenant-a',
      found: 'https://auth.example.com',
    }),
  }),
  onTheWay('waiting', waiting, { resumed: true }),
  onTheWay('waiting-as-root', waiting, {}, { shell: rootShell }),
  onTheWay('device', {
    status: 'waiting-for-device',
    verificationUri: 'https://auth.example.com/device',
    userCode: 'WDJB-MJHT',
    expiresAt: now + 600_000,
  }),
  onTheWay(
    'done',
    { status: 'done', connectionId: 'Linear', tools: 6 },
    { signedIn: { account: 'ada@example.com', scopes: ['read', 'write'] } },
  ),
  onTheWay('failed', { status: 'failed', problem }),
  onTheWay('cancelled', { status: 'cancelled' }),
  { name: 'tunnel', state: workingState(), go: visit('Edge Tunnel') },
  { name: 'tunnel-not-linked', state: emptyState(), go: visit('Edge Tunnel') },
  {
    name: 'tunnel-offline',
    state: workingState({
      tunnel: {
        ...linkedTunnel,
        paused: true,
        agent: {
          status: 'failed',
          problem: agentProblem('ended with code 1'),
          retryAt: now + 8000,
        },
        carrier: { status: 'offline', since: now - 42_000 },
        exposed: [],
        traffic: [],
      },
    }),
    go: visit('Edge Tunnel'),
  },
  { name: 'settings', state: workingState(), go: visit('Settings') },
  { name: 'settings-as-root', state: workingState({ shell: rootShell }), go: visit('Settings') },
  {
    name: 'doctor',
    state: workingState({
      examination: {
        status: 'done',
        subject: { kind: 'connection', connectionId: 'Wiki' },
        checks: [...checks],
        at: now,
      },
    }),
    answers: { 'doctor.examine': () => ({}) },
    go: examine('Wiki'),
  },
  {
    name: 'doctor-running',
    state: workingState({
      examination: {
        status: 'running',
        subject: { kind: 'machine' },
        checks: checks.slice(0, 3),
      },
    }),
    go: async (page) => {
      await visit('Settings')(page)
      await page.getByRole('button', { name: 'Check this computer' }).click()
    },
  },
  {
    name: 'doctor-report',
    state: workingState({
      examination: {
        status: 'done',
        subject: { kind: 'machine' },
        checks: checks.slice(0, 3),
        at: now,
      },
    }),
    answers: {
      'doctor.report': () => ({
        text: '# AIP Desktop support report\n\n## Machine\n\nAIP Desktop 0.1.0\nNode v24.0.0\n',
      }),
    },
    go: async (page) => {
      await visit('Settings')(page)
      await page.getByRole('button', { name: 'Check this computer' }).click()
      await page.getByRole('button', { name: 'Report for support' }).click()
    },
  },
  {
    name: 'vault',
    state: workingState({
      vault: {
        status: 'failed',
        kind: 'keychain',
        problem: {
          code: 'keychain-locked',
          message: 'The keychain is locked.',
          step: 'vault',
          whoseTurn: 'you',
          next: 'Unlock it and try again.',
        },
      },
    }),
    go: async (page) => page.getByRole('button', { name: 'Choose where to keep tokens' }).click(),
  },
  {
    name: 'import',
    state: workingState(),
    answers: {
      'import.read': () => ({
        servers: [
          {
            kind: 'remote',
            name: 'github',
            url: 'https://api.githubcopilot.example/mcp',
            headers: [{ name: 'Authorization', missing: ['GITHUB_TOKEN'] }],
            clientId: '',
            hasClientSecret: false,
            notes: [],
          },
          {
            kind: 'remote',
            name: 'figma',
            url: 'https://mcp.figma.example/mcp',
            headers: [],
            clientId: 'abc',
            hasClientSecret: true,
            notes: [say('import.off')],
          },
          {
            kind: 'skipped',
            name: 'filesystem',
            reason: say('import.program'),
          },
        ],
      }),
    },
    go: async (page) => {
      await visit('Add a server')(page)
      await page.getByRole('button', { name: 'Import servers' }).click()
      await page.getByRole('textbox').fill('{ "mcpServers": { "github": {} } }')
      await page.getByRole('button', { name: 'Read it' }).click()
    },
  },
]
