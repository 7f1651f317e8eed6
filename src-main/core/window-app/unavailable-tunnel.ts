/** The tunnel of an installation that has none: its state is the reason, and every command says it. */
import { appError } from '#core/app-error.ts'
import type { TunnelControl } from './ports.ts'

/** `reason` is a sentence for people. */
export function unavailableTunnel(reason: string): TunnelControl {
  const refuse = () =>
    Promise.reject(
      appError('not-supported', {
        step: 'tunnel',
        whoseTurn: 'aip',
        message: reason,
        next: 'Use the server without the tunnel.',
      }),
    )
  return {
    state: () => ({ status: 'not-available', reason }),
    watch: () => () => undefined,
    link: refuse,
    unlink: refuse,
    start: refuse,
    stop: refuse,
    pause: refuse,
    resume: refuse,
    expose: refuse,
    unexpose: refuse,
  }
}
