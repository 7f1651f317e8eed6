/** `aip token` and `aip refresh`: what is stored for a connection. */
import type { TokenStatus } from '#core/app/app.ts'
import { composeApp } from '../compose.ts'
import type { Verb } from '../verb.ts'

export function token(name: string, options: { reveal?: boolean }): Verb {
  return async (context) => {
    const app = await composeApp(context)
    try {
      const status = await app.token(name)
      if (options.reveal === true) {
        const accessToken = await app.revealToken(name)
        context.output.result({ ...status, accessToken }, accessToken)
        return
      }
      context.output.result(status, statusText(status))
    } finally {
      await app.close()
    }
  }
}

export function refresh(name: string): Verb {
  return async (context) => {
    const app = await composeApp(context)
    try {
      const status = await app.refresh(name, context.signal)
      context.output.result(status, `Refreshed.\n${statusText(status)}`)
    } finally {
      await app.close()
    }
  }
}

const vaultText: Record<TokenStatus['vault'], string> = {
  keychain: 'sealed, key in the OS keychain',
  passphrase: 'sealed, key made from the passphrase',
  session: 'in memory, for this session only',
}

function statusText(status: TokenStatus): string {
  const rows: [string, string][] = [
    ['Account', status.account === '' ? 'unknown' : status.account],
    ['Issuer', status.issuer],
    ['Client id', status.clientId],
    ['Scopes', status.scopes.length > 0 ? status.scopes.join(' ') : 'not told by the server'],
    ['Expires', expiryText(status.expiresAt)],
    ['Refreshable', status.refreshable ? 'yes' : 'no: sign in again when it expires'],
    ['Stored', vaultText[status.vault]],
  ]
  return rows.map(([name, value]) => `${name.padEnd(12)} ${value}`).join('\n')
}

function expiryText(expiresAt: number | null): string {
  if (expiresAt === null) return 'the server did not say; used until it is refused'
  const minutes = Math.round((expiresAt - Date.now()) / 60_000)
  const when = new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ') + ' UTC'
  if (minutes < 0) return `${when} (over)`
  return minutes < 120
    ? `${when} (in ${minutes} min)`
    : `${when} (in ${Math.round(minutes / 60)} h)`
}
