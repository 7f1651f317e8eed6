/** English: setting up a server, signing in, and the questions on the way. */
import type { RegistrationWay } from '#contract/discovery.ts'
import type { Phase, TokenEndpointAuthMethod, Verdict, ZoneName } from '#contract/journey.ts'

type QuestionKind = Extract<Phase, { status: 'asking' }>['question']

export const setup = {
  title: 'Add a server',
  steps: { look: 'Look', details: 'Details', signIn: 'Sign in', done: 'Done' },
  stepsLabel: 'Steps of the setup',
  looking: 'Asking the server how it wants you to sign in…',
  probeStep: {
    probe: 'Asked the server itself',
    'resource-metadata': 'Looked for its sign-in description',
    'server-metadata': 'Asked the sign-in server about itself',
  },
  showTrace: (count: number) => `What was asked and answered (${count})`,
  verdict: {
    'registers-itself': 'This server registers apps by itself',
    'identified-by-document': 'This server knows this app by its document',
    'app-by-hand': 'Your admin must create an app',
    'no-login': 'No login needed',
    'login-optional': 'Works without login; some tools need one',
    'login-not-discoverable': 'A login is needed, but the server does not say where',
  } satisfies Record<Verdict, string>,
  verdictHelp: {
    'registers-itself': 'Continue, sign in in the browser, and you are done.',
    'identified-by-document': 'Continue, sign in in the browser, and you are done.',
    'app-by-hand':
      'The sign-in server takes only apps that somebody made there. The next step shows everything to enter, ready to copy, also for your admin.',
    'no-login': 'The server answers everybody. Continue to see its tools.',
    'login-optional': 'You can sign in now or later.',
    'login-not-discoverable':
      'Give the token you were given as a header below, or ask the owner of the server.',
  } satisfies Record<Verdict, string>,
  headerVerdict: 'Your Authorization header takes the place of a login',
  headerVerdictHelp:
    'The app does not look for a way to sign in; the header is sent with each request.',
  understood: 'Understood from what you pasted',
  name: 'Name',
  description: 'Description',
  descriptionHelp: 'For yourself.',
  headers: 'Headers',
  headersHelp:
    'Sent with each request to this server. Values go to the vault and are never shown again.',
  headerName: 'Header name',
  headerValue: 'Value',
  addHeader: 'Add a header',
  removeHeader: (name: string) => `Remove header ${name}`,
  headerBad: 'A header name has only letters, digits and hyphens.',
  bearerNotice: 'Discovery is switched off: this header is the login.',
  advanced: 'Login host, scopes and other special cases',
  lookAgain: 'Look again with these',
  tunnel: 'Use Edge Tunnel',
  tunnelAdvice: {
    public:
      'Not needed: your platform can reach this public server by itself. With it, your token still stays on this computer.',
    private:
      'Recommended: this server sits in a private network, which your platform cannot reach.',
    loopback: 'Recommended: this server runs on this computer, which your platform cannot reach.',
  } satisfies Record<ZoneName, string>,
  recommended: 'Recommended',
  tunnelNotLinked: 'This computer is not linked to a tunnel yet. You can do that now or later.',
  linkNow: 'Link a tunnel',
  connect: 'Connect',
  connectSignIn: 'Continue to sign-in',
  nameMissing: 'Give the connection a name.',
}

export const journey = {
  signInTitle: (name: string) => `Sign in to ${name}`,
  useTitle: (name: string) => `${name} asks for more`,
  resumed: 'Taken up again after the app was restarted.',
  registering: {
    'pre-registered': 'Using the app you entered…',
    cimd: 'Introducing this app by its document…',
    dcr: 'Registering this app at the server…',
    manual: 'Waiting for an app made by hand…',
  } satisfies Record<RegistrationWay, string>,
  waitingTitle: 'Sign in in the browser',
  waitingText: 'A browser page has opened. When you are done there, this window goes on by itself.',
  waitingLink:
    'Open the link below in a browser. When you are done there, this window goes on by itself.',
  waitingAsRoot:
    'The app runs as root, so this page opens in your own browser, not in a window of the app. If none opens, copy the link into a browser you started as your own user.',
  waitingElsewhere:
    'This sign-in ends at a page of your AI platform. If this window does not go on by itself then, copy the whole address of that page and paste it here; the code in it is of no use to anybody else.',
  openAgain: 'Open again',
  openPage: 'Open in the browser',
  copyLink: 'Copy link',
  timeLeft: (span: string) => `${span} left`,
  attempt: (count: number) => `Sign-in page ${count}`,
  pasteTitle: 'Signed in on another computer, or the last page does not load?',
  pasteHelp: 'Paste the whole address of the page you ended at.',
  pasteLabel: 'Address of the last page',
  pasteSend: 'Use this address',
  useDevice: 'Use a code instead',
  useDeviceHelp: 'Sign in on a phone or another computer by typing a short code.',
  deviceTitle: 'Enter this code',
  deviceText: 'On any device, open the page and enter the code. This window goes on by itself.',
  deviceCode: 'Your code',
  devicePage: 'Page',
  cancelHint: 'Esc cancels',
  verifying: 'Asking the server for its tools…',
  doneTitle: (name: string) => `${name} is ready`,
  doneTools: (count: number) => (count === 1 ? '1 tool' : `${count} tools`),
  doneScopes: 'Permissions',
  seeTools: 'See the tools',
  toConnection: 'Go to the connection',
  addAnother: 'Add another server',
  platformTitle: 'Enter this on your AI platform',
  platformText:
    'Your platform reaches the server through the Edge Tunnel; your token stays on this computer.',
  platformUrl: 'MCP server address',
  platformHeader: 'Authentication header',
  platformHeaderHelp: 'with the access key your tunnel administrator gave you',
  cancelledTitle: 'Cancelled',
  cancelledText: 'Nothing was left half done.',
  notes: (count: number) => `Worth knowing (${count})`,
  gone: 'This is over already.',
  question: {
    'plain-http': 'Send your sign-in without encryption?',
    'pkce-unlisted': 'Go on without a promise of PKCE?',
    'issuer-path-lost': 'Is this the right sign-in server?',
    'new-scopes': 'Allow more permissions?',
    'other-spelling': 'Try the other callback address?',
    'run-command': 'Run this command on this computer?',
  } satisfies Record<QuestionKind, string>,
  questionHelp: {
    'plain-http':
      'The server is reached over plain http. Anybody on the way can read your token. Say yes only in a network you trust.',
    'pkce-unlisted':
      'PKCE keeps a stolen code useless. The server does not say that it supports it; it is used in any case.',
    'issuer-path-lost':
      'The sign-in server names itself slightly differently from what the server announced. Compare the two.',
    'new-scopes':
      'The server wants these for what you asked it to do. You confirm them again in the browser.',
    'other-spelling':
      'The sign-in server refused the callback address. Many servers take only one of the two spellings.',
    'run-command':
      'It runs as you and can do what you can do. Say yes only when you know where it comes from.',
  } satisfies Record<QuestionKind, string>,
  yes: 'Yes, go on',
  no: 'No',
}

export const client = {
  title: 'An app has to be made by hand',
  why: 'Why this is asked',
  lead: (issuer: string) =>
    `The sign-in server ${issuer} takes only apps that somebody made there. Make one, or send the text to your admin, and enter its client id.`,
  makeStep: '1. Make the app',
  enterStep: '2. Enter what you got',
  callback: 'Callback address',
  callbackHelp: 'Register exactly this. If the form takes several, register all of them.',
  platform: 'Platform',
  platformHelp:
    'For an app that the platform has registered already. Sign-ins then end at its page; a window of this app stops there and takes the answer itself.',
  spelling: 'Spelling',
  scopes: 'Scopes',
  noScopes: 'The server names none.',
  method: 'Authentication of the app',
  methods: {
    none: 'Public client, no secret (PKCE)',
    client_secret_post: 'Secret in the request body (client_secret_post)',
    client_secret_basic: 'Secret in the header (client_secret_basic)',
    private_key_jwt: 'Signed with a key (private_key_jwt)',
  } satisfies Record<TokenEndpointAuthMethod, string>,
  recipe: (provider: string) => `How to do it at ${provider}`,
  recipeSource: 'Source',
  forAdmin: 'Copy text for your admin',
  clientId: 'Client id',
  clientSecret: 'Client secret',
  secretNeeded: 'This server needs one.',
  secretOptional: 'Only if the app has one.',
  reveal: 'Reveal the secret',
  conceal: 'Hide the secret',
  replace: 'Replace the secret',
  check: 'Check before signing in',
  checkOther: (spelling: string) => `Check with ${spelling}`,
  verdict: {
    accepted: 'The server knows the client id and takes the callback address.',
    'client-unknown': 'The server does not know this client id.',
    'callback-refused': 'The server does not take this callback address for the app.',
    'cannot-tell': 'The server cannot be asked; signing in will tell.',
  },
  submit: 'Continue to sign-in',
  later: 'Later',
  adminText: (facts: {
    readonly issuer: string
    readonly callbacks: readonly string[]
    readonly scopes: readonly string[]
    readonly method: string
  }) =>
    [
      'Hello,',
      '',
      `I would like to use an MCP server that signs in at ${facts.issuer}. Could you make an OAuth app there for me?`,
      '',
      'Kind of app: native / desktop, authorization code with PKCE (S256)',
      'Callback addresses (exactly as written):',
      ...facts.callbacks.map((each) => `  ${each}`),
      `Scopes: ${facts.scopes.join(' ') || 'none in particular'}`,
      `Authentication of the app: ${facts.method}`,
      '',
      'Please send me the client id, and the client secret if the app has one, over a safe channel.',
    ].join('\n'),
}
