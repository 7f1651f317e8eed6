/** `aip check-server`: the authorization side of a server against the rules, for those who build it. */
import type { ServerReport } from '#contract/server-report.ts'
import { checkServer as examine } from '#core/check-server/check-server.ts'
import type { CheckServerOptions } from '#core/check-server/options.ts'
import { composeCheckServer } from '../compose-check-server.ts'
import { exitCodes } from '../exit-codes.ts'
import { createQuestions } from '../questions.ts'
import { htmlReport } from '../report/html-report.ts'
import { junitReport } from '../report/junit-report.ts'
import { textReport, type FixLanguage } from '../report/text-report.ts'
import { createTerminalGuide } from '../terminal-guide.ts'
import type { Verb, VerbContext } from '../verb.ts'

interface Options {
  format: 'text' | 'json' | 'junit' | 'html'
  json?: boolean
  fix?: FixLanguage
  yes?: boolean
  signIn?: boolean
  clientId?: string
  browser: boolean
  timeout: number
}

export function checkServer(url: string, options: Options): Verb {
  return async (context) => {
    const { output, signal } = context
    const yes = options.yes === true
    const guide = createTerminalGuide(context, { opensBrowser: options.browser, yes })
    const composed = composeCheckServer(context, guide)
    try {
      const report = await examine(url, composed.deps, {
        signal,
        signIn: options.signIn === true,
        patienceMs: options.timeout * 1000,
        mayRegister: (issuer) => agreesToRegister(issuer, yes, context),
        onStep: (step) => output.note(output.paint.dim(`… ${step}`)),
        ...ownClient(options.clientId),
      })
      print(report, options, context)
      const broken = report.results.some((each) => each.status === 'fail')
      return broken ? exitCodes.otherSide : exitCodes.done
    } finally {
      guide.close()
      await composed.close()
    }
  }
}

/** An address is that of a client id metadata document. */
function ownClient(clientId: string | undefined): Pick<CheckServerOptions, 'client'> {
  if (clientId === undefined) return {}
  const source = clientId.startsWith('http') ? 'cimd' : 'manual'
  return { client: { clientId, source } }
}

async function agreesToRegister(
  issuer: string,
  yes: boolean,
  { host, output, signal }: VerbContext,
): Promise<boolean> {
  if (yes) return true
  if (host.stdin.isTTY !== true) return false
  const questions = createQuestions(host)
  try {
    output.note(`To see more, test clients have to be registered at ${issuer}.`)
    output.note('They are deleted afterwards where the server offers that (RFC 7592).')
    const answer = await questions.line('Register them? [y/N] ', signal)
    return answer !== undefined && /^y(es)?$/i.test(answer.trim())
  } finally {
    questions.close()
  }
}

function print(report: ServerReport, { format, json, fix }: Options, context: VerbContext): void {
  const { output, host } = context
  if (json === true || format === 'json') {
    host.stdout.write(`${JSON.stringify(report)}\n`)
    return
  }
  switch (format) {
    case 'text':
      return output.result(report, textReport(report, output.paint, fix))
    case 'junit':
      return output.result(report, junitReport(report))
    case 'html':
      return output.result(report, htmlReport(report))
  }
}
