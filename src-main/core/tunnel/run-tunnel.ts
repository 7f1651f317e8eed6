/** Runs the tunnel of this machine for as long as the signal lasts: one process at a time, told by the store what other processes want. */
import { appError } from '#core/app-error.ts'
import { inSession } from '#core/app/open-connection.ts'
import type { AppParts } from '#core/app/parts.ts'
import { authorize } from './authorize.ts'
import { listExposed } from './exposed-record.ts'
import { offeredNow } from './offered.ts'
import type {
  AgentEvent,
  AgentTransport,
  Call,
  LocalWish,
  RunningAgent,
  StartAgent,
  Traffic,
} from './ports.ts'
import { leaseMs, readWish, supervisorLease, writeState } from './shared-state.ts'
import { superviseAgent } from './supervise-agent.ts'
import { compareTools } from './tool-pins.ts'
import { afterEvent, startState } from './tunnel-state.ts'
import type { TunnelEvent, TunnelState } from './tunnel-state.ts'
import { say } from '#core/say.ts'

export interface RunParts {
  readonly app: AppParts
  readonly startAgent: StartAgent
  readonly traffic: Traffic
  readonly transport: TransportSource
  readonly local?: LocalWish
  /** Process id of this process, for those who look from outside. */
  readonly process: number
}

/** Which transport it is, and how to read it: the identity for a relay is in the vault, which takes its time to open. */
export interface TransportSource {
  readonly kind: AgentTransport['kind']
  read(): Promise<AgentTransport>
}

export interface RunListener {
  state?(state: TunnelState): void
  /** What came through since the last time. */
  calls?(calls: readonly Call[]): void
  /** Listening for programs of this computer went well, or (port 0) did not. */
  local?(port: number, why: string): void
}

const flushMs = 200
const pollMs = 500
const prolongMs = 5_000
/** How often the servers are asked whether their tools are still the approved ones. */
const toolsEveryMs = 5 * 60_000
/** So long the first look at the servers waits: the calls that waited for the tunnel come first. */
const firstLookMs = 3_000

/** Resolves when the tunnel was stopped, by the signal or by another process's wish. Throws `tunnel-running` when another process runs it. */
export async function runTunnel(
  parts: RunParts,
  listener: RunListener,
  signal: AbortSignal,
): Promise<void> {
  const { app, transport } = parts
  const { store, clock, log } = app
  const holder = nameOf(app)
  await takeOver(app, holder, signal)
  const stopping = new AbortController()
  const ending = AbortSignal.any([signal, stopping.signal])
  const begun = readWish(store)
  let state = startState(clock.now())
  let told = ''
  let written = ''
  let calls: Call[] = []

  const apply = (event: TunnelEvent) => {
    state = afterEvent(state, event, clock.now())
    listener.state?.(state)
  }
  /** Writes what happened since the last time in one go: a commit for each call would be slower than the calls. */
  const flush = () => {
    if (calls.length > 0) parts.traffic.add(calls)
    calls = []
    const now = JSON.stringify(state)
    if (now === written) return
    written = now
    const agentProcess = agent.pid()
    const facts = { process: parts.process, transport: transport.kind }
    writeState(store, state, agentProcess === undefined ? facts : { ...facts, agentProcess })
  }
  const onEvent = (event: AgentEvent, from: RunningAgent) => {
    switch (event.type) {
      case 'ready':
        return apply({ type: 'ready' })
      case 'lines':
        return apply({ type: 'lines', lines: event.lines })
      case 'calls':
        calls.push(...event.records)
        listener.calls?.(event.records)
        return apply({ type: 'calls', calls: event.records })
      case 'local':
        return listener.local?.(event.port, event.why)
      case 'log':
        return log.write(event.level, `agent: ${event.message}`, event.facts)
      case 'authorize':
        return void authorize(app, event, ending).then(
          (answer) => from.send({ type: 'authorization', id: event.id, answer }),
          (error: unknown) => log.write('error', 'no answer for the agent', { why: String(error) }),
        )
    }
  }
  const agent = superviseAgent(
    {
      startAgent: parts.startAgent,
      clock,
      random: app.random,
      startOrder: async () => {
        const [order, offered] = await Promise.all([transport.read(), offeredNow(app)])
        const { paused } = readWish(store)
        told = JSON.stringify([offered, paused])
        const local = parts.local && { local: parts.local }
        return { type: 'start', version: app.version, transport: order, offered, paused, ...local }
      },
      starting: () => apply({ type: 'starting' }),
      event: onEvent,
      ended: (why, retryAt) => apply({ type: 'ended', why, retryAt }),
    },
    ending,
  )

  const look = async () => {
    const now = readWish(store)
    if (now.stop !== begun.stop) stopping.abort(new Error('stopped by another process'))
    if (now.redial !== begun.redial) {
      Object.assign(begun, { redial: now.redial })
      agent.send({ type: 'redial' })
    }
    const offered = await offeredNow(app)
    const next = JSON.stringify([offered, now.paused])
    if (next === told) return
    told = next
    agent.send({ type: 'offer', offered, paused: now.paused })
  }

  try {
    await Promise.all([
      agent.finished,
      every(app, flushMs, ending, () => Promise.resolve(flush())),
      every(app, pollMs, ending, look),
      every(app, prolongMs, ending, () => {
        if (!store.takeLease(supervisorLease, holder, leaseMs)) stopping.abort(alreadyRunning())
        return Promise.resolve()
      }),
      clock.wait(firstLookMs, ending).then(
        () => every(app, toolsEveryMs, ending, () => checkTools(app, ending)),
        // Stopped before it came to that.
        () => undefined,
      ),
    ])
  } finally {
    stopping.abort()
    apply({ type: 'stopped' })
    flush()
    store.releaseLease(supervisorLease, holder)
  }
}

/** Those who only ask whether somebody runs the tunnel hold the lease for a moment too. */
async function takeOver({ store, clock }: AppParts, holder: string, signal: AbortSignal) {
  for (let attempt = 0; attempt < 5; attempt++) {
    if (store.takeLease(supervisorLease, holder, leaseMs)) return
    await clock.wait(100, signal)
  }
  throw alreadyRunning()
}

/** Does `work` now and then, until the signal aborts; a failure in passing is for the log. */
async function every(
  { clock, log }: AppParts,
  ms: number,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await work().catch((error: unknown) => {
      if (!signal.aborted) log.write('warn', 'the tunnel could not look', { why: String(error) })
    })
    // Aborted while waiting: the loop ends.
    await clock.wait(ms, signal).catch(() => undefined)
  }
}

/** Servers that cannot be asked are asked again next time; what they have changed by then shows then. */
async function checkTools(app: AppParts, signal: AbortSignal): Promise<void> {
  for (const { connection, record } of listExposed(app.store)) {
    if (record.passThrough || signal.aborted) continue
    try {
      const tools = await inSession(app, connection, signal, (each) => each.listTools(signal))
      if (compareTools(app.store, connection.id, tools)) {
        app.store.audit('tools-changed', connection.id)
      }
      app.log.write('debug', 'tools compared', { connection: connection.id })
    } catch (error) {
      app.log.write('info', 'tools not compared', { why: String(error) })
    }
  }
}

function nameOf({ random }: AppParts): string {
  return Array.from(random.bytes(16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function alreadyRunning() {
  return appError('tunnel-running', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: say('tunnel.elsewhere'),
    next: say('tunnel.elsewhere.next'),
  })
}
