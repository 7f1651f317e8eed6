/**
 * Makes keychain calls in a short-lived child process. A native call that hangs holds a thread which nothing can stop, and a Node process with
 * such a thread does not even exit; a child can be killed.
 */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import type { KeychainAnswer, KeychainRequest } from './keychain.ts'

const Answer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('done'), value: z.string().nullable() }),
  z.object({ status: z.literal('failed'), reason: z.string() }),
])

/** The three functions of keytar that are used. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, secret: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

/**
 * Answers one request. A locked keychain may say "nothing found" (libsecret without a prompt does), so when the key was expected, a trial
 * write tells locked from lost. Self-contained: its source text is the child's program.
 */
async function answerWith(keytar: Keytar, request: KeychainRequest): Promise<KeychainAnswer> {
  const { operation, service, account, secret = '', expected = false } = request
  try {
    if (operation === 'write') await keytar.setPassword(service, account, secret)
    if (operation === 'remove') await keytar.deletePassword(service, account)
    if (operation !== 'read') return { status: 'done', value: null }
    const value = await keytar.getPassword(service, account)
    if (value === null && expected) {
      const trial = `${account} trial`
      await keytar.setPassword(service, trial, 'trial')
      await keytar.deletePassword(service, trial)
      return { status: 'failed', reason: 'The keychain no longer has the key.' }
    }
    return { status: 'done', value }
  } catch (error) {
    return { status: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}

/** The secret travels through pipes, never through arguments or the environment. */
const program = `
const answerWith = ${answerWith.toString()}
let input = ''
process.stdin.setEncoding('utf8').on('data', (part) => { input += part }).on('end', async () => {
  const { module, request } = JSON.parse(input)
  let answer
  try { answer = await answerWith(require(module), request) }
  catch (error) { answer = { status: 'failed', reason: error.message } }
  process.stdout.end(JSON.stringify(answer))
})`

/** One request, one child; the child is killed when the signal aborts. */
export async function keychainCallInChild(
  request: KeychainRequest,
  signal: AbortSignal,
): Promise<KeychainAnswer> {
  const module = keytarPath()
  if (module === undefined) {
    return { status: 'failed', reason: 'The optional package keytar is not installed.' }
  }
  const child = spawn(process.execPath, ['--input-type=commonjs', '-e', program], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
    signal,
    killSignal: 'SIGKILL',
  })
  const exited = new Promise<never>((_, reject) => child.once('error', reject))
  // A child that dies before it read everything closes the pipe; what counts is that its answer is missing.
  child.stdin.on('error', () => {})
  child.stdin.end(JSON.stringify({ module, request }))
  const output = await Promise.race([text(child.stdout), exited])
  signal.throwIfAborted()
  const parsed = Answer.safeParse(parseJson(output))
  return parsed.success
    ? parsed.data
    : { status: 'failed', reason: 'The keychain helper ended without an answer.' }
}

/** For Electron, whose binary does not run as Node: the call is made in this process, and given up, not ended, when the signal aborts. */
export async function keychainCallHere(
  request: KeychainRequest,
  signal: AbortSignal,
  keytar?: Keytar,
): Promise<KeychainAnswer> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const giveUp = () => reject(new Error('given up', { cause: signal.reason }))
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    return await Promise.race([answerWith(keytar ?? (await import('keytar')), request), aborted])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

function keytarPath(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('keytar')
  } catch {
    // It is an optional package: a machine without it is normal and gets its own sentence.
    return undefined
  }
}

function parseJson(output: string): unknown {
  try {
    return JSON.parse(output)
  } catch {
    // Half an answer is no answer; the schema says so next.
    return undefined
  }
}
