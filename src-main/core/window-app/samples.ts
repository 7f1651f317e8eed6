/** Starts and stops the sample servers, and keeps what the window shows of them. */
import type { SamplesView } from '#contract/app-state.ts'
import type { Log, Random } from '#core/ports.ts'
import type { RunningSamples, SampleServers } from './ports.ts'
import { problemOf } from './problems.ts'

export interface Samples {
  start(): Promise<void>
  stop(): Promise<void>
  /** The client id metadata document that belongs to a sample server's address. */
  documentOf(url: string): string | undefined
}

export function createSamples(
  port: SampleServers,
  show: (view: SamplesView) => void,
  parts: { readonly log: Log; readonly random: Random },
): Samples {
  let running: RunningSamples | undefined
  let turn: Promise<void> = Promise.resolve()
  // One after the other: a stop right after a start stops what was started.
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
  return {
    documentOf: (url) => running?.documentOf(url),
    start: () =>
      inTurn(async () => {
        if (running) return
        show({ status: 'starting' })
        try {
          running = await port.start()
          show({ status: 'running', servers: [...running.servers] })
        } catch (error) {
          show({ status: 'failed', problem: problemOf(error, parts.log, parts.random) })
          throw error
        }
      }),
    stop: () =>
      inTurn(async () => {
        await running?.close()
        running = undefined
        show({ status: 'off' })
      }),
  }
}
