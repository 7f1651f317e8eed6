/** How a journey changes with what happens to it. Pure; another file drives it. */
import type { ClientForm, Findings, Journey, Phase, Purpose } from '#contract/journey.ts'
import type { Problem } from '#contract/problem.ts'
import type { JourneyEvent, Question } from '#core/guide.ts'
import type { Sentence } from '#core/say.ts'

export type JourneyChange =
  | { readonly type: 'begun'; readonly at: number; readonly purpose: Purpose }
  /** Something the journey tells; `deadline` is when the person's time is over. */
  | {
      readonly type: 'told'
      readonly event: JourneyEvent
      readonly deadline: number
      readonly opensBrowser: boolean
    }
  | { readonly type: 'client-asked'; readonly questionId: string; readonly form: ClientForm }
  | {
      readonly type: 'asked'
      readonly questionId: string
      readonly question: Question
      readonly text: Sentence
    }
  /** The person answered: back to what was going on. */
  | { readonly type: 'answered'; readonly before: Phase }
  | { readonly type: 'found'; readonly findings: Findings }
  | {
      readonly type: 'done'
      readonly connectionId: string
      readonly tools?: number
      readonly tunnelProblem?: Problem
    }
  | { readonly type: 'failed'; readonly problem: Problem }
  | { readonly type: 'cancelled' }

/** A server that answers without end must not fill the state. */
const most = 100

/** A journey that is over stays as it is until it begins again. */
export function nextJourney(journey: Journey, change: JourneyChange): Journey {
  if (change.type === 'begun') return begun(journey, change.at, change.purpose)
  if (isOver(journey)) return journey
  switch (change.type) {
    case 'told':
      return told(journey, change)
    case 'client-asked': {
      const { questionId, form } = change
      return { ...journey, phase: { status: 'client-needed', questionId, form } }
    }
    case 'asked': {
      const { questionId, question, text } = change
      return { ...journey, phase: { status: 'asking', questionId, question, text } }
    }
    case 'answered':
      return { ...journey, phase: change.before }
    case 'found':
      return { ...journey, found: change.findings, phase: { status: 'found' } }
    case 'done': {
      const { connectionId, tools, tunnelProblem } = change
      return { ...journey, phase: { status: 'done', connectionId, tools, tunnelProblem } }
    }
    case 'failed':
      return { ...journey, phase: endedBy(change.problem) }
    case 'cancelled':
      return { ...journey, phase: { status: 'cancelled' } }
  }
}

/** True when nothing more happens to it by itself. */
export function isOver({ phase }: Journey): boolean {
  return phase.status === 'done' || phase.status === 'failed' || phase.status === 'cancelled'
}

/** A journey before anything happened. */
export function newJourney(id: string, purpose: Purpose, at: number): Journey {
  return {
    id,
    purpose,
    startedAt: at,
    phase: { status: purpose.kind === 'use' ? 'verifying' : 'discovering' },
    probes: [],
    notes: [],
    resumed: false,
  }
}

function begun(journey: Journey, at: number, purpose: Purpose): Journey {
  const { id, understood } = journey
  return { ...newJourney(id, purpose, at), ...(understood && { understood }) }
}

function endedBy(problem: Problem): Phase {
  return problem.code === 'cancelled' ? { status: 'cancelled' } : { status: 'failed', problem }
}

function told(journey: Journey, change: JourneyChange & { type: 'told' }): Journey {
  const { event, deadline, opensBrowser } = change
  switch (event.type) {
    case 'probe':
      return { ...journey, probes: [...journey.probes, event.probe].slice(-most) }
    case 'note':
      return noted(journey, event.note)
    case 'verdict':
      return { ...journey, verdict: { mode: event.mode, issuer: event.issuer } }
    case 'registering': {
      const { way, reason } = event
      return { ...journey, phase: { status: 'registering', way, reason } }
    }
    case 'sign-in-waiting': {
      const { url, redirectUri, attempt } = event
      const waiting = { url, redirectUri, attempt, expiresAt: deadline }
      const phase = {
        status: 'waiting-for-sign-in',
        ...waiting,
        browserOpened: opensBrowser,
      } as const
      return { ...journey, phase }
    }
    case 'device-code': {
      const { verificationUri, userCode, expiresAt } = event
      const phase = { status: 'waiting-for-device', verificationUri, userCode, expiresAt } as const
      return { ...journey, phase }
    }
    case 'signed-in': {
      const signedIn = { account: event.account, scopes: [...event.scopes] }
      return { ...journey, signedIn, phase: { status: 'verifying' } }
    }
    case 'verifying':
      return { ...journey, phase: { status: 'verifying' } }
  }
}

/** A browser that did not open is a note to the reader and a fact about the waiting. */
function noted(journey: Journey, note: Journey['notes'][number]): Journey {
  const { phase } = journey
  const notes = [...journey.notes, note].slice(-most)
  return note.code === 'browser-not-opened' && phase.status === 'waiting-for-sign-in'
    ? { ...journey, notes, phase: { ...phase, browserOpened: false } }
    : { ...journey, notes }
}
