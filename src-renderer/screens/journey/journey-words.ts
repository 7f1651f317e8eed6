/** What can be said about a journey from its data alone. */
import type { AppState } from '#contract/app-state.ts'
import type { Journey } from '#contract/journey.ts'

/** The name of the connection it is for, or the host of the address it began with. */
export function journeyName(journey: Journey, connections: AppState['connections']): string {
  const { purpose, phase } = journey
  const id =
    purpose.kind === 'connect'
      ? phase.status === 'done' && phase.connectionId
      : purpose.connectionId
  const name = connections.find((each) => each.id === id)?.name
  if (name !== undefined) return name
  if (purpose.kind !== 'connect') return ''
  return URL.canParse(purpose.url) ? new URL(purpose.url).host : purpose.url
}

export function isUnderWay({ phase }: Journey): boolean {
  return phase.status !== 'done' && phase.status !== 'failed' && phase.status !== 'cancelled'
}

/** It waits for something only the person can do. */
export function needsPerson({ phase }: Journey): boolean {
  switch (phase.status) {
    case 'found':
    case 'client-needed':
    case 'asking':
    case 'waiting-for-sign-in':
    case 'waiting-for-device':
      return true
    case 'discovering':
    case 'registering':
    case 'verifying':
    case 'done':
    case 'failed':
    case 'cancelled':
      return false
  }
}
