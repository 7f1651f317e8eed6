/** The Edge Tunnel as a window steers it: keeps what is to be seen of it, runs it in this process, and takes it up again after a start. */
import type { TunnelView } from '#contract/tunnel-view.ts'
import { appError } from '#core/app-error.ts'
import type { Clock, Log, Store } from '#core/ports.ts'
import type { Tunnel } from '#core/tunnel/create-tunnel.ts'
import type { TunnelControl } from './ports.ts'
import { say } from '#core/say.ts'

export interface RunningTunnel extends TunnelControl {
  /** Starts it when it ran as the app ended, for connections that are exposed. Failures are for the log. */
  takeUp(): Promise<void>
  /** Makes the lines to the relay anew. */
  redial(): void
  /** Ends the agent this process runs; another process's goes on. */
  close(): Promise<void>
}

export interface TunnelControlParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}

const topic = 'tunnel'
const wanted = 'wanted'
/** How often it is looked at: another process may run it, and traffic comes at any time. */
const lookMs = 500
const idleLookMs = 3_000
const startPatienceMs = 15_000

export function createTunnelControl(tunnel: Tunnel, parts: TunnelControlParts): RunningTunnel {
  const { store, clock, log } = parts
  const ending = new AbortController()
  const listeners = new Set<() => void>()
  const seen: { view: TunnelView; text: string } = { view: { status: 'not-linked' }, text: '' }
  const own: { run?: { readonly stop: AbortController; readonly over: Promise<void> } } = {}

  const look = () => {
    const view = tunnel.view()
    const text = JSON.stringify(view)
    if (text === seen.text) return
    Object.assign(seen, { view, text })
    for (const listener of listeners) listener()
  }
  const lookSafely = () => {
    try {
      look()
    } catch (error) {
      log.write('info', 'the tunnel could not be looked at', { reason: String(error) })
    }
  }
  const keepLooking = async () => {
    while (!ending.signal.aborted) {
      lookSafely()
      const pause = seen.view.status === 'linked' ? lookMs : idleLookMs
      // Aborted while waiting: the loop ends.
      await clock.wait(pause, ending.signal).catch(() => undefined)
    }
  }
  void keepLooking()

  async function start(signal: AbortSignal): Promise<void> {
    store.remember(topic, wanted, true)
    if (own.run || tunnel.isRunning()) return
    const stop = new AbortController()
    const running = tunnel.run({}, AbortSignal.any([stop.signal, ending.signal]))
    const over = running.catch((error: unknown) => {
      if (!stop.signal.aborted) log.write('error', 'the tunnel ended', { reason: String(error) })
    })
    const run = { stop, over: over.finally(() => own.run === run && delete own.run) }
    own.run = run
    const patience = clock.now() + startPatienceMs
    while (!tunnel.isRunning()) {
      if (clock.now() > patience) throw doesNotStart()
      await Promise.race([running, clock.wait(50, signal)])
    }
    lookSafely()
  }

  async function stop(signal: AbortSignal): Promise<void> {
    store.remember(topic, wanted, false)
    own.run?.stop.abort()
    if (own.run) await own.run.over
    else await tunnel.stop(signal)
    lookSafely()
  }

  const named = (connectionId: string): string => {
    const found = store.listConnections().find((each) => each.id === connectionId)
    if (!found) throw noSuchConnection()
    return found.name
  }

  return {
    state: () => seen.view,
    watch(listener) {
      const told = () => listener()
      listeners.add(told)
      return () => void listeners.delete(told)
    },
    async link(key, signal) {
      await tunnel.link(key, signal)
      look()
    },
    async unlink(signal) {
      await stop(signal)
      await tunnel.unlink(signal)
      look()
    },
    start,
    stop,
    async pause() {
      tunnel.pause()
      look()
    },
    async resume() {
      tunnel.resume()
      look()
    },
    async expose(connectionId, signal) {
      const { publicUrl } = await tunnel.expose(named(connectionId), { passThrough: false }, signal)
      // Ticking "Use Edge Tunnel" means that the platform reaches it now.
      await start(signal)
      look()
      return publicUrl
    },
    async unexpose(connectionId) {
      tunnel.unexpose(named(connectionId))
      look()
    },
    async takeUp() {
      if (store.recall(topic, wanted) !== true || tunnel.exposed().length === 0) return
      try {
        await start(ending.signal)
      } catch (error) {
        log.write('warn', 'the tunnel was not taken up again', { reason: String(error) })
      }
    },
    redial: () => tunnel.redial(),
    async close() {
      ending.abort()
      await own.run?.over
    },
  }
}

function doesNotStart() {
  return appError('agent-not-running', {
    step: 'tunnel',
    whoseTurn: 'aip',
    message: say('tunnel.no-start'),
    next: say('tunnel.no-start.next'),
  })
}

function noSuchConnection() {
  return appError('no-such-connection', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: say('tunnel.gone'),
    next: say('tunnel.gone.next'),
  })
}
