/** Opens the sign-in page in the person's browser, never through a shell (C34). */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { appError } from '#core/app-error.ts'
import type { SignInWindow } from '#core/ports.ts'
import { browserCommands } from './browser-command.ts'
import type { BrowserCommand, BrowserOptions } from './browser-command.ts'
import { bareHostname } from './http/proxy-choice.ts'
import { isLoopbackName, zoneOfAddress } from './http/zone.ts'
import { say } from '#core/say.ts'

/** A program that still runs after this long has not failed at once. */
const settledMs = 400

/** The system browser, or the program in `BROWSER`. */
export function createSignInWindow(options: BrowserOptions): SignInWindow {
  return {
    async show(address, signal, { plainHttp } = { plainHttp: false }) {
      signal.throwIfAborted()
      const url = openableAddress(address, plainHttp)
      const reasons: string[] = []
      for (const command of browserCommands(url, options)) {
        const reason = await start(command, options.environment, signal)
        if (reason === undefined) return leftAlone()
        reasons.push(`${command.program}: ${reason}`)
      }
      throw notOpened(reasons)
    },
  }
}

/**
 * The serialized form of an address that may be opened: https, or http on loopback (C34), or http where the person agreed to it (`plainHttp`).
 * Throws `unsafe-authorization-address`.
 */
export function openableAddress(address: string, plainHttp = false): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') return url.href
  const near = url && (isLoopback(bareHostname(url)) || (plainHttp && url.username === ''))
  if (url?.protocol === 'http:' && near === true && url.password === '') return url.href
  throw appError('unsafe-authorization-address', {
    step: 'sign-in',
    whoseTurn: 'server-owner',
    message: 'The server named a sign-in page that is not safe to open.',
    next: 'Nothing was opened. Tell the owner of the server that its sign-in page has to be an https address.',
    details: { scheme: url?.protocol ?? 'none', host: url?.host ?? 'none' },
  })
}

function isLoopback(hostname: string): boolean {
  return isLoopbackName(hostname) || zoneOfAddress(hostname) === 'loopback'
}

/** Undefined when it was started and did not fail at once, else why not. */
function start(
  command: BrowserCommand,
  environment: BrowserOptions['environment'],
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawnQuietly(command, environment)
    if (typeof child === 'string') return resolve(child)
    const settled = setTimeout(() => finish(undefined), settledMs)
    const finish = (reason: string | undefined) => {
      clearTimeout(settled)
      signal.removeEventListener('abort', giveUp)
      child.unref()
      resolve(reason)
    }
    const giveUp = () => {
      reject(signal.reason)
      child.kill()
      finish(undefined)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    child.once('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message))
    child.once('exit', (code, killedBy) =>
      finish(code === 0 ? undefined : `ended with ${code ?? killedBy ?? 'an error'}`),
    )
  })
}

function spawnQuietly(
  { program, args }: BrowserCommand,
  environment: BrowserOptions['environment'],
): ChildProcess | string {
  try {
    return spawn(program, [...args], {
      stdio: 'ignore',
      detached: true,
      shell: false,
      windowsHide: true,
      env: { ...environment },
    })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** A browser of the person's own: its windows are theirs, and nobody tells when one is closed. */
function leftAlone() {
  return { closed: new Promise<void>(() => undefined), close: () => undefined }
}

function notOpened(reasons: readonly string[]) {
  return appError('browser-not-opened', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: reasons.length === 0 ? say('no-screen') : say('no-browser'),
    next: say('no-browser.next'),
    details: { tried: reasons.join('; ') || 'nothing' },
  })
}
