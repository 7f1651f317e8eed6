/** The guide of a journey at a terminal: tells each step on stderr, asks on stdin. */
import { appError } from '#core/app-error.ts'
import type { ClientAnswer, ClientRequest, Guide, JourneyEvent } from '#core/guide.ts'
import { createQuestions } from './questions.ts'
import { probeLine } from './trace.ts'
import type { VerbContext } from './verb.ts'
import { inEnglish } from '#core/say.ts'

export interface TerminalGuideOptions {
  readonly opensBrowser: boolean
  /** Answers yes to questions that only confirm. */
  readonly yes: boolean
}

export interface TerminalGuide extends Guide {
  /** Lets go of the keyboard. */
  close(): void
}

export function createTerminalGuide(
  context: VerbContext,
  options: TerminalGuideOptions,
): TerminalGuide {
  const { output } = context
  const questions = createQuestions(context.host)
  return {
    opensBrowser: options.opensBrowser,
    close: () => questions.close(),
    tell: (event) => {
      for (const line of linesOf(event, options, output.paint)) output.note(line)
    },
    askClient: (request, signal) => askClient(request, context, questions, signal),
    confirm: async (question, text, signal) => {
      output.note(inEnglish(text))
      if (options.yes) {
        output.note('Yes (--yes).')
        return true
      }
      const answer = await questions.line('Go on? [y/N] ', signal)
      if (answer === undefined) throw cannotAsk(question)
      return /^y(es)?$/i.test(answer.trim())
    },
    pasted: (signal) => questions.lines(signal),
  }
}

function linesOf(
  event: JourneyEvent,
  options: TerminalGuideOptions,
  paint: VerbContext['output']['paint'],
): string[] {
  switch (event.type) {
    case 'probe':
      return [probeLine(event.probe, paint)]
    case 'verdict':
      return [
        `${paint.good('✓')} ${paint.bold(event.mode)}${event.issuer === '' ? '' : ` · signs in at ${event.issuer}`}`,
      ]
    case 'note':
      return [paint.dim(`  ${event.note.message} (${event.note.code})`)]
    case 'registering':
      return [`  Registering: ${event.reason.english}`]
    case 'sign-in-waiting':
      return waitingLines(event, options, paint)
    case 'device-code':
      return [
        '',
        `Open ${paint.bold(event.verificationUri)} on any device and enter`,
        `  ${paint.bold(event.userCode)}`,
        '',
        paint.dim('Waiting for you there; Ctrl+C cancels.'),
      ]
    case 'signed-in':
      return [
        `${paint.good('✓')} Signed in${event.account === '' ? '' : ` as ${paint.bold(event.account)}`}${
          event.scopes.length > 0 ? paint.dim(` · scopes ${event.scopes.join(' ')}`) : ''
        }`,
      ]
    case 'verifying':
      return [paint.dim('  Asking the server for its tools …')]
  }
}

function waitingLines(
  { url, redirectUri }: Extract<JourneyEvent, { type: 'sign-in-waiting' }>,
  options: TerminalGuideOptions,
  paint: VerbContext['output']['paint'],
): string[] {
  return [
    '',
    options.opensBrowser
      ? 'Your browser opens for the sign-in. If it does not, open this link:'
      : 'Open this link in a browser to sign in:',
    `  ${url}`,
    '',
    paint.dim(
      redirectUri.startsWith('https:')
        ? 'It ends at a page of your AI platform: paste the whole address of that page here and press Enter. Ctrl+C cancels.'
        : 'If the browser runs on another machine, paste the address it ends at here and press Enter. Ctrl+C cancels.',
    ),
  ]
}

async function askClient(
  request: ClientRequest,
  { output }: VerbContext,
  questions: ReturnType<typeof createQuestions>,
  signal: AbortSignal,
): Promise<ClientAnswer | undefined> {
  const { paint } = output
  const lines = [
    '',
    paint.bold(`${request.issuer} needs an OAuth app made by hand.`),
    `  ${inEnglish(request.why)}`,
    '',
    'Enter these there:',
    ...request.callbackUrls.map((url) => `  Callback URL   ${paint.bold(url)}`),
    `  Scopes         ${request.scopes.length > 0 ? request.scopes.join(' ') : '(none in particular)'}`,
    `  Client type    ${clientTypes[request.authMethod]}`,
    ...recipeLines(request),
    '',
    'Then enter what it gives you:',
  ]
  for (const line of lines) output.note(line)
  const clientId = await questions.line('  Client id: ', signal)
  if (clientId === undefined) throw cannotAsk('client id')
  if (clientId.trim() === '') return undefined
  const prompt = request.authMethod === 'none' ? ' (press Enter if there is none)' : ''
  const secret = await questions.secret(`  Client secret${prompt}: `, signal)
  const clientSecret = secret?.trim() ?? ''
  return { clientId: clientId.trim(), ...(clientSecret !== '' && { clientSecret }) }
}

/** How the choice is called in the forms of providers, with the name of the protocol where there is one. */
const clientTypes: Record<ClientRequest['authMethod'], string> = {
  none: 'public (native or desktop app), PKCE, no secret needed',
  client_secret_basic: 'confidential (web app), with a secret (client_secret_basic)',
  client_secret_post: 'confidential (web app), with a secret (client_secret_post)',
  private_key_jwt: 'confidential, with a key (private_key_jwt)',
}

function recipeLines(request: ClientRequest): string[] {
  if (!request.recipe) return []
  return [
    '',
    `How to do it at ${request.recipe.provider}:`,
    ...request.recipe.steps.map((step, index) => `  ${index + 1}. ${step.english}`),
    `  Source: ${request.recipe.source}`,
  ]
}

function cannotAsk(what: string): Error {
  return appError(what === 'client id' ? 'client-id-needed' : 'bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: `An answer is needed (${what}), and nobody is at the keyboard.`,
    next:
      what === 'client id'
        ? 'Give --client-id, and --client-secret-stdin if the app has a secret.'
        : 'Run the command in a terminal, or with --yes if you agree.',
  })
}
