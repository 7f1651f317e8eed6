/** A screen of its own (Xvfb), for windows of a browser that was not told to be headless. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Readable } from 'node:stream'

const program = '/usr/bin/Xvfb'

/** What is missing for windows of Chromium on a screen; undefined: nothing. */
export function missingForWindows(): string | undefined {
  return ['/usr/bin/chromium', program].find((each) => !existsSync(each))
}

export interface TestScreen extends AsyncDisposable {
  /** For `DISPLAY`. */
  readonly display: string
}

export async function openScreen(): Promise<TestScreen> {
  const server = spawn(
    program,
    ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  )
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', () => reject(new Error('Xvfb ended before its screen was there.')))
    ;(server.stdio[3] as Readable).once('data', (text: Buffer) => resolve(text.toString().trim()))
  })
  return {
    display: `:${number}`,
    async [Symbol.asyncDispose]() {
      server.kill()
      await ended
    },
  }
}
