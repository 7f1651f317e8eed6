/** Drives journeys: many at once, each with its own guide, its own end, and a cancel that frees everything it holds. */
import type { Findings, Journey, Phase, Purpose } from '#contract/journey.ts'
import type { Problem } from '#contract/problem.ts'
import type { Guide } from '#core/guide.ts'
import type { Clock, Log, Random } from '#core/ports.ts'
import { isOver, newJourney, nextJourney, type JourneyChange } from './journey-reducer.ts'
import { cancelledByPerson, noSuchJourney, problemOf, shortId } from './problems.ts'
import type { StateKeeper } from './state-keeper.ts'
import { createWindowGuide, type WindowGuide } from './window-guide.ts'

export type Ending =
  | { readonly status: 'found'; readonly findings: Findings }
  | {
      readonly status: 'done'
      readonly connectionId: string
      readonly tools?: number
      readonly tunnelProblem?: Problem
    }

export interface Wish {
  readonly purpose: Purpose
  readonly understood?: NonNullable<Journey['understood']>
  readonly opensBrowser: boolean
  readonly patienceMs: number
  /** The id it had when it was under way in an earlier process of the app. */
  readonly resumedId?: string
  /** Called when the journey is over for good, however; not when the app ends and the next start takes it up. */
  readonly over?: (journeyId: string) => Promise<void>
  readonly work: (guide: Guide, signal: AbortSignal, journeyId: string) => Promise<Ending>
}

export interface Journeys {
  begin(wish: Wish): string
  /** The journey begins again as `wish` has it, under the same id. */
  beginAgain(journeyId: string, wish: Wish): void
  /** Work that becomes a visible journey only if it has to ask the person. */
  quietly<Value>(
    purpose: Purpose & { kind: 'use' },
    work: (guide: Guide, signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<Value>
  /** Throws `no-such-journey`. */
  find(journeyId: string): Journey
  guideOf(journeyId: string): WindowGuide
  /** Resolves once everything the journey held is free. */
  cancel(journeyId: string): Promise<void>
  dismiss(journeyId: string): void
  /** Breaks all of them off; sign-ins under way stay kept for the next start (R15). */
  close(): Promise<void>
}

interface Run {
  readonly guide: WindowGuide
  readonly controller: AbortController
  readonly ended: Promise<void>
}

export interface JourneysParts {
  readonly keeper: StateKeeper
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** How many ended journeys the state keeps. */
const endedKept = 20
/** A cancel answers after this even if something does not let go. */
const cancelMs = 900
const personTime = 10 * 60_000

export function createJourneys({ keeper, clock, random, log }: JourneysParts): Journeys {
  const runs = new Map<string, Run>()

  const put = (journey: Journey) => {
    const before = keeper.state().journeys
    const known = before.some((each) => each.id === journey.id)
    const journeys = known
      ? before.map((each) => (each.id === journey.id ? journey : each))
      : [...before, journey]
    keeper.change({ journeys: withoutOldest(journeys) })
  }
  const get = (id: string) => keeper.state().journeys.find((each) => each.id === id)
  const find = (id: string): Journey => {
    const journey = get(id)
    if (!journey) throw noSuchJourney()
    return journey
  }
  const applied = (id: string, change: JourneyChange) => {
    const journey = get(id)
    if (journey) put(nextJourney(journey, change))
  }
  const guideFor = (
    wish: Pick<Wish, 'opensBrowser' | 'patienceMs'>,
    phase: () => Phase,
    change: (change: JourneyChange) => void,
  ) =>
    createWindowGuide({
      opensBrowser: wish.opensBrowser,
      patienceMs: wish.patienceMs,
      now: () => clock.now(),
      newId: () => shortId(random),
      platformCallback: () => keeper.state().preferences.platformCallback,
      phase,
      change,
    })

  const start = (id: string, wish: Wish) => {
    const controller = new AbortController()
    const { signal } = controller
    const guide = guideFor(
      wish,
      () => find(id).phase,
      (change) => {
        // A run that was cancelled and begun again has nothing to say any more.
        if (!signal.aborted) applied(id, change)
      },
    )
    const ended = wish
      .work(guide, signal, id)
      .then(changeOf, (error: unknown): JourneyChange => {
        // What an abort looks like from inside is no news.
        if (signal.aborted) return { type: 'cancelled' }
        return { type: 'failed', problem: problemOf(error, log, random) }
      })
      .then(async (change) => {
        if (signal.reason !== appEnded) await wish.over?.(id)
        if (!signal.aborted) applied(id, change)
      })
    runs.set(id, { guide, controller, ended })
  }

  const cancel = async (id: string) => {
    find(id)
    const run = runs.get(id)
    runs.delete(id)
    run?.controller.abort(cancelledByPerson())
    applied(id, { type: 'cancelled' })
    if (run) await settled(run.ended, clock)
  }

  return {
    begin(wish) {
      const { purpose, understood, resumedId } = wish
      const id = resumedId ?? shortId(random)
      const journey = newJourney(id, purpose, clock.now())
      const resumed = resumedId !== undefined
      put({ ...journey, resumed, ...(understood && { understood }) })
      start(id, wish)
      return id
    },
    beginAgain(id, wish) {
      find(id)
      runs.get(id)?.controller.abort(cancelledByPerson())
      applied(id, { type: 'begun', at: clock.now(), purpose: wish.purpose })
      start(id, wish)
    },
    async quietly(purpose, work, signal) {
      const id = shortId(random)
      const controller = new AbortController()
      let journey = newJourney(id, purpose, clock.now())
      let shown = false
      const guide = guideFor(
        { opensBrowser: true, patienceMs: personTime },
        () => journey.phase,
        (change) => {
          journey = nextJourney(journey, change)
          shown ||= change.type === 'asked' || change.type === 'client-asked'
          if (shown) put(journey)
        },
      )
      runs.set(id, { guide, controller, ended: Promise.resolve() })
      try {
        return await work(guide, AbortSignal.any([signal, controller.signal]))
      } finally {
        runs.delete(id)
        keeper.change({ journeys: without(keeper.state().journeys, id) })
      }
    },
    find,
    guideOf(id) {
      const run = runs.get(id)
      if (!run || isOver(find(id))) throw noSuchJourney()
      return run.guide
    },
    cancel,
    dismiss(id) {
      if (!isOver(find(id))) throw noSuchJourney()
      runs.delete(id)
      keeper.change({ journeys: without(keeper.state().journeys, id) })
    },
    async close() {
      const all = [...runs.values()]
      runs.clear()
      for (const run of all) run.controller.abort(appEnded)
      await settled(Promise.all(all.map((run) => run.ended)), clock)
    },
  }
}

/** Reason of the abort when the app ends: a sign-in under way is kept for the next start. */
export const appEnded = Object.freeze(new Error('the app ended'))

function changeOf(ending: Ending): JourneyChange {
  return ending.status === 'found'
    ? { type: 'found', findings: ending.findings }
    : { ...ending, type: 'done' }
}

/** Resolves when `work` is over, or soon in any case. */
async function settled(work: Promise<unknown>, clock: Clock): Promise<void> {
  const patience = new AbortController()
  const enough = clock.wait(cancelMs, patience.signal).catch(() => undefined)
  await Promise.race([work, enough])
  patience.abort()
}

function without(journeys: readonly Journey[], id: string): Journey[] {
  return journeys.filter((each) => each.id !== id)
}

/** Journeys under way stay in any case. */
function withoutOldest(journeys: Journey[]): Journey[] {
  const over = journeys.filter(isOver)
  const dropped = new Set(over.slice(0, Math.max(0, over.length - endedKept)))
  return dropped.size === 0 ? journeys : journeys.filter((each) => !dropped.has(each))
}
