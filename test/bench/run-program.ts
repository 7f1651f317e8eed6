/** Runs a program to its end and measures it from outside: wall time and the most memory it held. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

export interface Measured {
  readonly code: number | null
  readonly ms: number
  /** Peak resident memory of the process itself, in MB; 0 where the system does not tell. */
  readonly megabytes: number
  readonly stdout: string
  readonly stderr: string
}

export interface Program {
  readonly command: string
  readonly arguments: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** Ends the program as soon as its output matches: for those that do not end by themselves. */
  readonly until?: RegExp
}

/** Resolves when it ended, or gave the output waited for; after a minute it is killed. */
export async function runProgram(program: Program): Promise<Measured> {
  const started = performance.now()
  const child = spawn(program.command, program.arguments, {
    env: { ...process.env, ...program.environment },
    // An input that stays open: some programs leave when theirs ends.
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 60_000,
  })
  const output = { stdout: '', stderr: '' }
  let enough: number | undefined
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      if (enough !== undefined || !program.until?.test(output.stdout + output.stderr)) return
      enough = performance.now() - started
      child.kill()
    })
  }
  let megabytes = 0
  const look = () => (megabytes = Math.max(megabytes, peakOf(child.pid)))
  const looking = setInterval(look, 10)
  const [code] = await once(child, 'close')
  clearInterval(looking)
  const ms = enough ?? performance.now() - started
  return { code: enough === undefined ? code : 0, ms, megabytes, ...output }
}

function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024
  } catch {
    // Gone already, or a system without /proc.
    return 0
  }
}
