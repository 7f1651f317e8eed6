/** How programs of one person find the app that runs: a private file with its port and key, and a proof that whoever answers there knows the key. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { askLoopback } from '#adapters/loopback-post.ts'

const RunningApp = z.object({
  port: z.number().int().min(1).max(65_535),
  key: z.string().min(20),
  process: z.number().int(),
  /** Which verbs it does for other programs, and how they are said; absent: none. */
  door: z.exactOptional(z.number().int()),
})
export type RunningApp = z.infer<typeof RunningApp>

/** Loopback answers at once; something else on the port may never do so. */
const helloMs = 2000

/** Writes the file so that only this user can read it, whole or not at all. Returns how to take it away. */
export function announceApp(folder: string, app: Omit<RunningApp, 'process'>): () => void {
  const file = fileIn(folder)
  const text = JSON.stringify({ ...app, process: process.pid })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600 })
  renameSync(draft, file)
  return () => {
    // A later app may have put its own file there.
    if (readAnnounced(folder)?.key === app.key) rmSync(file, { force: true })
  }
}

/** The app of this data folder, if it runs: its key is shown to nobody who has not proved to know it. */
export async function findRunningApp(folder: string): Promise<RunningApp | undefined> {
  const app = readAnnounced(folder)
  if (!app || !isAlive(app.process)) return undefined
  const nonce = randomBytes(32).toString('base64url')
  try {
    const { port } = app
    const signal = AbortSignal.timeout(helloMs)
    const answer = await askLoopback({ port, path: '/hello', body: { nonce }, signal })
    const said = z.object({ proof: z.string() }).safeParse(answer)
    const expected = Buffer.from(proofOf(app.key, nonce))
    const given = Buffer.from(said.success ? said.data.proof : '')
    return given.length === expected.length && timingSafeEqual(given, expected) ? app : undefined
  } catch {
    // Nobody there, or somebody else who has the port by now: no app runs.
    return undefined
  }
}

/** What only who knows the key can say about a nonce. */
export function proofOf(key: string, nonce: string): string {
  return createHmac('sha256', key).update(`aip hello ${nonce}`).digest('base64url')
}

/** Asks the running app for a window. With `link`, or where it finds no browser, the answer is a link that opens one once. */
export async function askForWindow(
  { port, key }: RunningApp,
  link: boolean,
): Promise<{ readonly link?: string | undefined }> {
  const signal = AbortSignal.timeout(helloMs)
  const answer = await askLoopback({ port, key, path: '/open', body: { link }, signal })
  const { value } = z.object({ value: z.object({ link: z.string().optional() }) }).parse(answer)
  return value
}

/**
 * One app for one data folder, whatever shell it has: where one runs, it is asked for a window, and the caller has to end. `show` gets the
 * link where it cannot open one itself.
 */
export async function handOver(
  folder: string,
  show: (link: string) => Promise<unknown>,
): Promise<boolean> {
  const running = await findRunningApp(folder)
  if (!running) return false
  const { link } = await askForWindow(running, false)
  if (link !== undefined) await show(link)
  return true
}

function readAnnounced(folder: string): RunningApp | undefined {
  try {
    return RunningApp.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')))
  } catch {
    // No file, or half of one from a crash: nobody is announced.
    return undefined
  }
}

function fileIn(folder: string): string {
  return join(folder, 'running-app.json')
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
