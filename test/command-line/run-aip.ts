/** Runs `aip` as a child process with a data folder of its own, and a browser that signs in by itself. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { quickStart } from '../quick-start.ts'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface AipHome {
  readonly folder: string
  run(...words: string[]): Promise<Ended>
  /** With these lines at the keyboard. */
  answer(lines: string, ...words: string[]): Promise<Ended>
  close(): void
}

const program = resolve(import.meta.dirname, '../../src-main/command-line/aip.ts')
const browser = resolve(import.meta.dirname, 'approving-browser.ts')

/** A fresh home; everything in it is sealed with a passphrase, so that no keychain is needed. */
export function createAipHome(more: Readonly<Record<string, string>> = {}): AipHome {
  const folder = mkdtempSync(join(tmpdir(), 'aip-home-'))
  const passphrase = join(folder, 'passphrase')
  writeFileSync(passphrase, 'only for tests\n', { mode: 0o600 })
  const environment = {
    ...quickStart,
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    AIP_HOME: join(folder, 'data'),
    AIP_VAULT: 'passphrase',
    AIP_VAULT_PASSPHRASE_FILE: passphrase,
    BROWSER: `${process.execPath} ${browser}`,
    ...more,
  }
  return {
    folder,
    run: (...words) => run(words, environment),
    answer: (lines, ...words) => run(words, environment, lines),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function run(words: string[], env: Record<string, string>, input = ''): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...words], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // It may have ended before it reads.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()))
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()))
  await once(child, 'close')
  return { code: child.exitCode, stdout, stderr }
}
