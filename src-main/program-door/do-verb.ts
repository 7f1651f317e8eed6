/** Does one verb of the command line with the app that runs. */
import type { App } from '#core/app/app.ts'
import { appError } from '#core/app-error.ts'
import { isVerbName, verbInputs, type VerbName, type VerbOutputs } from './protocol.ts'
import type { Talk } from './talk.ts'

/** Resolves with what `App` gives for it. Throws its problems, and `bad-usage` for what is no verb. */
export function doVerb(
  app: App,
  verb: string,
  input: unknown,
  talk: Talk,
  signal: AbortSignal,
): Promise<VerbOutputs[VerbName]> {
  if (!isVerbName(verb)) throw notUnderstood(verb.slice(0, 80))
  const inputOf = <Name extends VerbName>(name: Name) => {
    const parsed = verbInputs[name].safeParse(input)
    if (!parsed.success) throw notUnderstood(name)
    return parsed.data as ReturnType<(typeof verbInputs)[Name]['parse']>
  }
  switch (verb) {
    case 'connect': {
      const { opensBrowser, ...request } = inputOf(verb)
      return app.connect(request, talk.guideFor(opensBrowser), signal)
    }
    case 'connect-command': {
      const { opensBrowser, ...request } = inputOf(verb)
      return app.connectCommand(request, talk.guideFor(opensBrowser), signal)
    }
    case 'sign-in': {
      const { opensBrowser, name, ...options } = inputOf(verb)
      return app.signIn(name, options, talk.guideFor(opensBrowser), signal)
    }
    case 'sign-out':
      return app.signOut(inputOf(verb).name, signal)
    case 'remove':
      return app.remove(inputOf(verb).name, signal)
    case 'token':
      return app.token(inputOf(verb).name)
    case 'reveal-token':
      return app.revealToken(inputOf(verb).name)
    case 'refresh':
      return app.refresh(inputOf(verb).name, signal)
    case 'tools': {
      const { opensBrowser, name } = inputOf(verb)
      return app.tools(name, talk.guideFor(opensBrowser), signal)
    }
    case 'call': {
      const { opensBrowser, name, tool, input: given } = inputOf(verb)
      return app.call(name, tool, given, talk.guideFor(opensBrowser), signal)
    }
    case 'import': {
      const { text, folder } = inputOf(verb)
      const guide = talk.guideFor(false)
      return app.importServers(text, folder === undefined ? undefined : { guide, folder, signal })
    }
  }
}

function notUnderstood(verb: string): Error {
  return appError('bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: 'The app that runs did not understand what it was asked to do.',
    next: 'Check what you entered; if the app is of another version, close it and try again.',
    details: { verb },
  })
}
