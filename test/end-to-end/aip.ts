/** Runs the built `aip` the way people and scripts do: a real process, a home of its own, a program for `BROWSER` that approves. */
import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Problem } from '../../src-main/contract/problem.ts'
import { quickStart } from '../quick-start.ts'

const program = resolve(import.meta.dirname, '../../dist/node/aip.mjs')
const browserProgram = join(import.meta.dirname, 'browser.ts')

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** The one JSON document on stdout; throws when there is none, or more than one. */
  json(): unknown
  /** The problem it ended with (`--json`). */
  problem(): Problem
}

export interface RunOptions {
  /** Written to stdin, which then ends. */
  readonly input?: string
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly account?: string
  readonly decision?: 'allow' | 'deny'
}

export interface Running {
  readonly child: ChildProcessWithoutNullStreams
  readonly ended: Promise<Ended>
  /** Resolves with the first match in what it printed so far; rejects when it ends without one. */
  said(pattern: RegExp): Promise<RegExpExecArray>
}

export interface Home extends AsyncDisposable {
  /** Folder of the test; the data are in `data` below it. */
  readonly folder: string
  readonly data: string
  readonly environment: Readonly<Record<string, string | undefined>>
  run(args: readonly string[], options?: RunOptions): Promise<Ended>
  start(args: readonly string[], options?: Omit<RunOptions, 'input'>): Running
  /** Addresses the browser was opened at, in order. */
  tabs(): string[]
}

/**
 * A home with a passphrase vault; `environment` is added to every run. `enter` is what every command line begins with (a network of its own). Disposing
 * of it kills what still runs.
 */
export function openHome(
  environment: Readonly<Record<string, string | undefined>> = {},
  enter: readonly string[] = [],
): Home {
  const folder = mkdtempSync(join(tmpdir(), 'aip-home-'))
  const data = join(folder, 'data')
  const tabsFile = join(folder, 'tabs')
  const running = new Set<Running>()
  const base = {
    ...quickStart,
    PATH: process.env['PATH'],
    HOME: folder,
    AIP_HOME: data,
    AIP_VAULT: 'passphrase',
    AIP_VAULT_PASSPHRASE_FILE: secretFile(join(folder, 'passphrase'), 'correct horse battery'),
    BROWSER: browserScript(folder),
    BROWSER_TABS: tabsFile,
    ...environment,
  }

  function start(args: readonly string[], options: Omit<RunOptions, 'input'> = {}): Running {
    const [command = '', ...rest] = [...enter, process.execPath, program, ...args]
    const child = spawn(command, rest, {
      env: {
        ...base,
        BROWSER_ACCOUNT: options.account,
        BROWSER_DECISION: options.decision,
        ...options.environment,
      },
      stdio: 'pipe',
    })
    // A process that ends without reading what it was given is no failure of the test.
    child.stdin.on('error', () => undefined)
    const started = watch(child)
    running.add(started)
    void started.ended.then(() => running.delete(started))
    return started
  }

  return {
    folder,
    data,
    environment: base,
    start,
    async run(args, options = {}) {
      const started = start(args, options)
      started.child.stdin.end(options.input ?? '')
      return started.ended
    },
    tabs: () => (existsSync(tabsFile) ? readFileSync(tabsFile, 'utf8').trim().split('\n') : []),
    async [Symbol.asyncDispose]() {
      for (const each of running) each.child.kill('SIGKILL')
      await Promise.all([...running].map((each) => each.ended))
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function watch(child: ChildProcessWithoutNullStreams): Running {
  const output = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      for (const listener of listeners) listener()
    })
  }
  const ended = once(child, 'close').then(([code, signal]) =>
    endedWith({ code: code as number | null, signal: signal as NodeJS.Signals | null, ...output }),
  )
  return {
    child,
    ended,
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(output.stdout + output.stderr)
          if (!found) return
          listeners.delete(look)
          resolve(found)
        }
        listeners.add(look)
        look()
        void ended.then((all) => reject(new Error(`It never said ${pattern}: ${wordsOf(all)}`)))
      }),
  }
}

type Outcome = Pick<Ended, 'code' | 'signal' | 'stdout' | 'stderr'>

function endedWith(outcome: Outcome): Ended {
  const json = (): unknown => {
    const lines = outcome.stdout.split('\n')
    if (lines.length === 2 && lines[1] === '') return JSON.parse(lines[0] ?? '')
    throw new Error(`Not one JSON document: ${wordsOf(outcome)}`)
  }
  const problem = () => Problem.parse((json() as { problem: unknown }).problem)
  return { ...outcome, json, problem }
}

function wordsOf({ code, stdout, stderr }: Outcome): string {
  return `(${code}) ${stdout.slice(-1000)} / ${stderr.slice(-2000)}`
}

/** A file only we may read, with one line in it. */
export function secretFile(path: string, line: string): string {
  writeFileSync(path, line + '\n', { mode: 0o600 })
  return path
}

function browserScript(folder: string): string {
  const path = join(folder, 'browser')
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${browserProgram}" "$@"\n`)
  chmodSync(path, 0o755)
  return path
}
