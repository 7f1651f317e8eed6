/** The checks of the way to a server and of its documents, read from one discovery. */
import type { Check } from '#contract/check.ts'
import type { Note } from '#contract/discovery.ts'
import { failed, passed, skipped, warned } from './check-book.ts'
import type { DoctorPorts, Report } from './deps.ts'
import { sightOf, type Sight } from './evidence.ts'
import type { Looked } from './look.ts'
import { meaningOfNote, stageOf, stages, type Stage } from './stages.ts'
import { say, sentenceOf, type Sentence, type Words } from '#core/say.ts'
import { problemFrom } from '#core/app-error.ts'

/** Reports a check for each stage of the discovery; what comes after a failure was not reached. */
export function checkServer(url: string, looked: Looked, ports: DoctorPorts, report: Report): void {
  const broken = brokenStage(looked)
  const end = broken ? stages.indexOf(broken.stage) : stages.length
  const sight = sightOf(url, looked, ports.seen(), ports.clock.now())
  for (const [index, stage] of stages.entries()) {
    if (index < end) report(checkOf(stage, sight, notesOf(looked, stage)))
    else if (broken && index === end) report(broken.check)
    else report(skipped(stage, say('doctor.not-reached')))
  }
}

/** True when everything that a sign-in builds on is there. */
export function isSound(looked: Looked): boolean {
  return brokenStage(looked) === undefined
}

function brokenStage(looked: Looked): { stage: Stage; check: Check } | undefined {
  const { problem, trace, found } = looked
  if (problem) {
    const stage = stageOf(problem, trace)
    return { stage, check: failed(stage, problem) }
  }
  const { mode, issuer, resource, notes } = found.discovery
  if (mode === 'NoAuth' || issuer !== '') return undefined
  const stage = resource === '' ? 'resource-metadata' : 'server-metadata'
  const note = notes.find((each) => each.code === 'login-needed-not-discoverable')
  const check = failed(
    stage,
    problemFrom('login-needed-not-discoverable', {
      step: 'discovery',
      whoseTurn: 'server-owner',
      message: note ? sentenceOf(note) : say('doctor.nowhere'),
      next: say('doctor.nowhere.next'),
    }),
  )
  return { stage, check }
}

function notesOf(looked: Looked, stage: Stage): Note[] {
  const notes = looked.found?.discovery.notes ?? []
  return notes.filter((note) => meaningOfNote(note)?.stage === stage)
}

const tellOwner = say('doctor.tolerated.next')

function checkOf(stage: Stage, sight: Sight, notes: readonly Note[]): Check {
  const seen = sight[stage]()
  if (seen.status === 'skip') return skipped(stage, seen.evidence)
  const evidence = notes.reduce(withNote, seen.evidence)
  if (seen.status === 'warn') return warned(stage, evidence, seen.next)
  const warning = notes.map(meaningOfNote).find((meaning) => meaning?.warns === true)
  return warning ? warned(stage, evidence, warning.next ?? tellOwner) : passed(stage, evidence)
}

function withNote(evidence: Words, note: Note): Sentence {
  const facts = { note: sentenceOf(note), code: note.code }
  return evidence === ''
    ? say('doctor.note.only', facts)
    : say('doctor.note', { evidence, ...facts })
}
