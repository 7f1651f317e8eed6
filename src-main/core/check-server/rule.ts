/** What a rule is: data, and a pure judgement of what was gathered. */
import type { RuleArea, RuleLevel, RuleResult } from '#contract/server-report.ts'
import type { Evidence } from './evidence.ts'
import { snippets, type Topic } from './snippets/snippets.ts'

export interface Source {
  readonly name: string
  readonly url: string
}

/** `doubtful`: looks wrong, but the outside cannot be sure. `unseen`: nothing can be said, and why. */
export interface Judgement {
  readonly holds: boolean | 'doubtful' | 'unseen'
  readonly evidence: string
}

export interface Rule {
  readonly id: string
  /** What a right server does, as a sentence without a full stop. */
  readonly title: string
  readonly level: RuleLevel
  readonly source: Source
  /** Which code shows how to do it. */
  readonly topic: Topic
  readonly judge: (evidence: Evidence) => Judgement
}

export function yes(evidence: string): Judgement {
  return { holds: true, evidence }
}

export function no(evidence: string): Judgement {
  return { holds: false, evidence }
}

export function doubtful(evidence: string): Judgement {
  return { holds: 'doubtful', evidence }
}

export function unseen(why: string): Judgement {
  return { holds: 'unseen', evidence: why }
}

/** The section of an RFC. */
export function rfc(number: number, section: string): Source {
  return {
    name: `RFC ${number} §${section}`,
    url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
  }
}

const specification = 'https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization'

/** A section of the MCP authorization specification; `page` is the part of the address behind it. */
export function mcp(title: string, page = ''): Source {
  return { name: `MCP authorization, ${title}`, url: specification + page }
}

/** The result of one rule, with code to copy where something has to change. */
export function resultOf(rule: Rule, area: RuleArea, evidence: Evidence): RuleResult {
  const { id, title, level, source } = rule
  const judged = rule.judge(evidence)
  const status = statusOf(judged, level)
  const broken = status === 'warn' || status === 'fail'
  return {
    id,
    title,
    level,
    area,
    source,
    status,
    evidence: judged.evidence,
    ...(broken && { fix: snippets[rule.topic] }),
  }
}

function statusOf({ holds }: Judgement, level: RuleLevel): RuleResult['status'] {
  switch (holds) {
    case true:
      return 'pass'
    case 'unseen':
      return 'skip'
    case 'doubtful':
      return 'warn'
    case false:
      return level === 'must' ? 'fail' : 'warn'
  }
}
