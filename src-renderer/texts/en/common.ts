/** English: words that stand on many screens, the frame, and problems. */
import type { Problem, ProblemCode } from '#contract/problem.ts'

export const common = {
  product: 'AIP Desktop',
  copy: 'Copy',
  copied: 'Copied',
  copyThis: (what: string) => `Copy: ${what}`,
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  back: 'Back',
  tryAgain: 'Try again',
  none: 'None',
  unknown: 'Not known',
  optional: 'optional',
  show: 'Show',
  hide: 'Hide',
  milliseconds: (ms: number) => `${Math.round(ms)} ms`,
  /** A span of time, from seconds up to days. */
  span: (seconds: number) => {
    if (seconds < 60) return `${seconds} s`
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
    if (seconds < 86_400)
      return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
    return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`
  },
}

export const frame = {
  navigation: 'Main',
  connections: 'Connections',
  tunnel: 'Edge Tunnel',
  settings: 'Settings',
  underWay: 'Under way',
  failed: 'Failed',
  needsYou: 'Needs you',
  add: 'Add a server',
  loading: 'Reaching the app…',
  chooseVault: 'Choose where to keep tokens…',
  vaultDialog: 'Where to keep your tokens',
  vaultLead:
    'Tokens are sealed under a key that usually lies in the keychain of this computer. You can choose another way; nothing is ever stored unsealed.',
  vaultKeychain: 'Try the keychain again',
  vaultPassphrase: 'A passphrase',
  vaultPassphraseHelp: 'You type it each time the app starts. Nobody can recover it for you.',
  vaultSession: 'This session only',
  vaultSessionHelp: 'Everything is forgotten when the app ends, and you sign in again next time.',
  passphrase: 'Passphrase',
  unlock: 'Use the passphrase',
  chooseSession: 'Keep for this session only',
  dismiss: 'Dismiss',
}

/** Where the app's own words speak of variables and commands, and the window has buttons. */
export const inWindow: Partial<Record<ProblemCode, string>> = {
  'keychain-unavailable':
    'Seal your tokens with a passphrase, or keep them for this session only. With a keychain service (on Linux, for example, GNOME Keyring) the app uses that.',
  'agent-not-running': 'Start the tunnel on the screen Edge Tunnel.',
}

export const problem = {
  /** The app's own words are English and name the particular case. */
  words: (problem: Problem): { readonly says: string; readonly next: string } => ({
    says: problem.message,
    next: inWindow[problem.code] ?? problem.next,
  }),
  step: {
    input: 'While reading your input',
    network: 'While reaching the network',
    discovery: 'While asking the server how to sign in',
    registration: 'While registering this app',
    'sign-in': 'While signing in',
    token: 'While fetching a token',
    verify: 'While checking the connection',
    call: 'While calling a tool',
    vault: 'While opening the vault',
    store: 'While reading or writing the data',
    tunnel: 'In the Edge Tunnel',
    relay: 'At the relay',
    internal: 'Inside the app',
  } satisfies Record<Problem['step'], string>,
  turn: {
    you: 'You can solve this',
    'server-owner': 'The owner of the server has to act',
    it: 'Your IT department has to act',
    aip: 'A mistake of this app: please report it',
  } satisfies Record<Problem['whoseTurn'], string>,
  details: 'Details',
  goSettings: 'Go to the settings',
  copyDetails: 'Copy details',
  copyForThem: 'Copy a message for them',
}
