/** English: settings, import, and the window that lost its app. */
import type { Preferences } from '#contract/preferences.ts'

export const settings = {
  title: 'Settings',
  appearance: 'Appearance',
  theme: 'Colours',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' } satisfies Record<
    Preferences['theme'],
    string
  >,
  language: 'Language',
  languages: {
    system: 'As the system',
    en: 'English',
    ko: '한국어',
    ja: '日本語',
  } satisfies Record<Preferences['language'], string>,
  signIn: 'Signing in',
  signInWith: 'Sign-in page',
  signInWiths: {
    popup: 'In a window of this app',
    'system-browser': 'In your browser',
  } satisfies Record<Preferences['signInWith'], string>,
  signInHelp: 'Some providers refuse windows of apps; those open in your browser anyway.',
  asRoot:
    'The app runs as root, for whom browsers have no sandbox. Its windows therefore show only pages of this computer; sign-in pages of other servers are left to your own browser. Start the app as your own user to have them here.',
  platform: 'AI platform',
  platformCallback: 'Platform or its callback address',
  platformCallbackHelp:
    'Only for apps that are registered with the callback of your AI platform in place of this computer. The form for an app made by hand then offers it.',
  platformExample: 'https://platform.example.com',
  background: 'In the background',
  launchAtLogin: 'Start when I log in to this computer',
  notifications: 'Tell me when a connection needs a sign-in',
  notificationsHelp: 'At most once a day for each server.',
  secrets: 'Where your tokens are kept',
  vaultState: 'State',
  vaultStatus: { open: 'Open', closed: 'Not needed yet', failed: 'Cannot be opened' },
  vaultWhy: {
    keychain:
      'Tokens are sealed in a file on this computer. The key that opens it lies in the keychain of the operating system, so other people and other computers cannot read it.',
    passphrase:
      'Tokens are sealed in a file on this computer under your passphrase. Nobody can open it without that.',
    session:
      'Tokens are in memory only. When the app ends they are forgotten, and you sign in again.',
  },
  changeVault: 'Choose another way…',
  dataFolder: 'Data folder',
  network: 'Network',
  networkHelp: 'Applies from the next start of the app.',
  proxy: 'Proxy',
  proxies: { system: 'As the system', direct: 'None', manual: 'This one' } satisfies Record<
    Preferences['proxy']['mode'],
    string
  >,
  proxyUrl: 'Proxy address',
  proxyExample: 'http://proxy.example.com:8080',
  caFile: 'File with certificate authorities (PEM)',
  caFileHelp: 'Trusted in addition to those of the system. Empty: none.',
  save: 'Save',
  diagnostics: 'Diagnostics',
  diagnosticsHelp: 'A text for support, without secrets. You see it before you pass it on.',
  makeDiagnostics: 'Show diagnostics',
  diagnosticsTitle: 'Diagnostics',
  about: 'About',
  version: 'Version',
  shell: 'Window',
  quit: 'Quit the app',
  quitTitle: 'Quit the app?',
  quitText:
    'A tunnel runs. When the app quits, your AI platform cannot reach your servers any more.',
}

export const imports = {
  title: 'Import servers',
  lead: 'Paste an mcp.json, a command line, a curl call or an install link. You see what was understood before anything is saved.',
  label: 'Text to import',
  read: 'Read it',
  understood: 'What was understood',
  skipped: 'Left out',
  save: (count: number) => (count === 1 ? 'Save 1 server' : `Save ${count} servers`),
  missing: (names: string) => `Needs values you have to give: ${names}`,
  withHeaders: (names: string) => `Headers: ${names}`,
  withClient: (id: string) => `Client id ${id}`,
  withSecret: 'with its secret',
  result: 'Imported',
  importedCount: (count: number) =>
    count === 1 ? '1 connection was added.' : `${count} connections were added.`,
  signInLater: 'Nothing was asked over the network. Sign in where it is needed.',
  toList: 'Go to the connections',
  again: 'Import more',
  export: 'Export',
  exportHelp: 'An mcp.json of all connections for other clients, without secrets.',
  exportButton: 'Show mcp.json',
}

export const lost = {
  title: 'The app has ended',
  text: 'This window has lost the app behind it. Open it again; nothing stored is lost.',
  strangerTitle: 'This page is not connected to the app',
  strangerText:
    'Its link was used before, or it was opened without one. For your safety nothing is shown here.',
  how: 'To open it again, start AIP Desktop or run',
  crashed: 'Something went wrong in this window',
  crashedText: 'The app itself goes on. Load the window again to continue.',
  reload: 'Load again',
}
