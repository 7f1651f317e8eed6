/** The checks of the way to a server and of its documents, read from one discovery. */
import type { Check } from '#contract/check.ts'
import type { Note } from '#contract/discovery.ts'
import { failed, passed, skipped, warned } from './check-book.ts'
import type { DoctorPorts, Report } from './deps.ts'
import { sightOf, type Sight } from './evidence.ts'
import type { Looked } from './look.ts'
import { meaningOfNote, stageOf, stages, type Stage } from './stages.ts'

/** Reports a check for each stage of the discovery; what comes after a failure was not reached. */
export function checkServer(url: string, looked: Looked, ports: DoctorPorts, report: Report): void {
  const broken = brokenStage(looked)
  const end = broken ? stages.indexOf(broken.stage) : stages.length
  const sight = sightOf(url, looked, ports.seen(), ports.clock.now())
  for (const [index, stage] of stages.entries()) {
    if (index < end) report(checkOf(stage, sight, notesOf(looked, stage)))
    else if (broken && index === end) report(broken.check)
    else report(skipped(stage, 'not reached'))
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
  const check = failed(stage, {
    code: 'login-needed-not-discoverable',
    step: 'discovery',
    whoseTurn: 'server-owner',
    message: note?.message ?? 'The server demands a login but does not say where.',
    next: 'Ask the owner of the server for a key and give it with --header, or to publish resource metadata (RFC 9728).',
  })
  return { stage, check }
}

function notesOf(looked: Looked, stage: Stage): Note[] {
  const notes = looked.found?.discovery.notes ?? []
  return notes.filter((note) => meaningOfNote(note)?.stage === stage)
}

const tellOwner = 'This app tolerates it; tell the owner of the server, because others do not.'

function checkOf(stage: Stage, sight: Sight, notes: readonly Note[]): Check {
  const seen = sight[stage]()
  if (seen.status === 'skip') return skipped(stage, seen.evidence)
  const words = notes.map((note) => `${note.message} (${note.code})`)
  const evidence = [seen.evidence, ...words].filter(Boolean).join(' · ')
  if (seen.status === 'warn') return warned(stage, evidence, seen.next)
  const warning = notes.map(meaningOfNote).find((meaning) => meaning?.warns === true)
  return warning ? warned(stage, evidence, warning.next ?? tellOwner) : passed(stage, evidence)
}
