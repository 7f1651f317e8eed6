/** `aip sign-in` and `aip sign-out`. */
import type { RevocationResult, SignOutReceipt } from '#core/app/app.ts'
import { composeApp } from '../compose.ts'
import { createTerminalGuide } from '../terminal-guide.ts'
import type { Paint } from '../output.ts'
import type { Verb } from '../verb.ts'
import { showConnected } from './connect.ts'
import { plainly } from '../plainly.ts'

interface SignInFlags {
  accountSwitch?: boolean
  forgetRegistration?: boolean
  browser: boolean
  timeout: number
  yes?: boolean
}

export function signIn(name: string, options: SignInFlags): Verb {
  return async (context) => {
    const app = await composeApp(context)
    const guide = createTerminalGuide(context, {
      opensBrowser: options.browser,
      yes: options.yes === true,
    })
    try {
      const connected = await app.signIn(
        name,
        {
          accountSwitch: options.accountSwitch === true,
          forgetRegistration: options.forgetRegistration === true,
          patienceMs: options.timeout * 1000,
        },
        guide,
        context.signal,
      )
      showConnected(connected, context.output)
    } finally {
      guide.close()
      await app.close()
    }
  }
}

export function signOut(name: string): Verb {
  return async (context) => {
    const app = await composeApp(context)
    try {
      const receipt = await app.signOut(name, context.signal)
      context.output.result(
        plainly({ signedOut: receipt }),
        `Signed out of ${name}; the tokens are deleted here.\n${receiptText(receipt, context.output.paint)}`,
      )
    } finally {
      await app.close()
    }
  }
}

/** What became of each token, for people. */
export function receiptText(receipt: SignOutReceipt, paint: Paint): string {
  const lines = [
    `  ${resultText('Refresh token', receipt.refreshToken, paint)}`,
    `  ${resultText('Access token', receipt.accessToken, paint)}`,
  ]
  if (receipt.registrationDeleted) lines.push(`  ${paint.good('✓')} OAuth client deleted there`)
  return lines.join('\n')
}

function resultText(what: string, outcome: RevocationResult, paint: Paint): string {
  switch (outcome.result) {
    case 'revoked':
      return `${paint.good('✓')} ${what}: revoked at the server`
    case 'not-offered':
      return `${paint.warn('!')} ${what}: the server offers no revocation; it stays valid there until it expires`
    case 'none':
      return `${paint.dim('-')} ${what}: there was none`
    case 'failed':
      return `${paint.bad('✗')} ${what}: not revoked at the server (${outcome.reason})`
  }
}
