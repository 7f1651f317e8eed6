/** Ends a command with everything it started: the whole process group, gently first. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'

/** After its input was closed, and after SIGTERM; together less than an agent has for its own end. */
const closeMs = 300
const termMs = 1_000

export interface Ending {
  /** Resolves when nothing of the group is left. */
  end(): Promise<void>
  /** At once and without waiting: for the end of this very process. */
  kill(): void
}

/** `child` was started as the leader of a group of its own (`detached`), except on Windows. */
export function endingOf(child: ChildProcess, platform: NodeJS.Platform): Ending {
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const signal = (name: NodeJS.Signals | 0) => signalGroup(child, name, platform)
  let ending: Promise<void> | undefined
  const end = () => (ending ??= endGently(child, exited, signal))
  // The leader may go before those it started; while one of them lives, the group keeps its number.
  child.once('exit', () => void end())
  return {
    end,
    kill: () => void signal('SIGKILL'),
  }
}

/** The transport's order of shutting down: close its input, then SIGTERM, then SIGKILL (MCP, Lifecycle, Shutdown over stdio). */
async function endGently(
  child: ChildProcess,
  exited: Promise<void>,
  signal: (name: NodeJS.Signals | 0) => boolean,
): Promise<void> {
  child.stdin?.end()
  if (child.pid === undefined) return
  await within(closeMs, exited)
  if (!signal('SIGTERM')) return
  for (let waited = 0; waited < termMs && signal(0); waited += 50) await wait(50)
  if (signal('SIGKILL')) await within(termMs, exited)
}

/** False: there is no such group (any more). */
function signalGroup(
  { pid, exitCode, signalCode }: ChildProcess,
  name: NodeJS.Signals | 0,
  platform: NodeJS.Platform,
): boolean {
  if (pid === undefined) return false
  if (platform === 'win32') return exitCode === null && signalCode === null && endTree(pid, name)
  try {
    process.kill(-pid, name)
    return true
  } catch {
    // ESRCH: all of it is gone.
    return false
  }
}

/** Windows has no groups and no gentle signal; its own tool ends a process with its descendants. */
function endTree(pid: number, name: NodeJS.Signals | 0): boolean {
  if (name === 0) return true
  const killer = spawn('taskkill', ['/T', '/F', '/PID', String(pid)], {
    stdio: 'ignore',
    windowsHide: true,
  })
  // Without the tool only the program itself can be ended.
  killer.once('error', () => process.kill(pid))
  return true
}

function within(ms: number, done: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    void done.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
