/** The parent's end: starts the agent as a child process and turns its messages into events; no secret is in arguments or environment. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { StartAgent } from '#core/tunnel/ports.ts'
import { AgentEvent } from '#tunnel/protocol/agent-messages.ts'

/** How long an agent that was told to end may take beyond the time for its calls. */
const graceMs = 2_000

/** `file`: the agent's bundle or source. The environment is passed on for proxy and certificate settings, without this app's own. */
export function agentStarter(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): StartAgent {
  return (listener) => {
    const child = fork(file, [], {
      env: withoutOwn(environment),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Flags of this process (a debugger's port, say) are not the child's.
      execArgv: [],
      serialization: 'json',
    })
    let said = ''
    child.stderr?.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-2000)))
    child.on('message', (message) => {
      const event = AgentEvent.safeParse(message)
      if (event.success) listener.event(event.data)
    })
    let over = false
    const end = (why: string) => {
      if (over) return
      over = true
      listener.ended(why)
    }
    child.once('error', (error) => end(error.message))
    child.once('exit', (code, signal) => end(endOf(code, signal, said)))
    return {
      pid: child.pid,
      send: (order) => {
        // A child that has just died is told of by `exit`.
        if (child.connected) child.send(order, () => undefined)
      },
      stop: (ms) => stop(child, ms),
    }
  }
}

async function stop(child: ChildProcess, ms: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  if (child.connected) child.send({ type: 'drain', ms }, () => undefined)
  const timer = setTimeout(() => child.kill('SIGKILL'), ms + graceMs)
  await gone
  clearTimeout(timer)
}

function endOf(code: number | null, signal: string | null, said: string): string {
  const how = signal ? `ended by ${signal}` : `ended with code ${code ?? 'unknown'}`
  const words =
    said
      .trim()
      .split('\n')
      .find((line) => /error/i.test(line)) ?? ''
  return words === '' ? how : `${how}: ${words.trim().slice(0, 300)}`
}

function withoutOwn(environment: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  // Where the proxies are is the agent's business too.
  const kept = Object.entries(environment).filter(
    ([name]) => name === 'AIP_PROXY_PAC' || !/^(AIP_|NODE_OPTIONS$)/.test(name),
  )
  return Object.fromEntries(kept)
}
