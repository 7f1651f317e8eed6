/** How many rules ended how, and what is worth showing once. */
import type { CheckStatus } from '#contract/check.ts'
import type { RuleArea, RuleResult, ServerReport } from '#contract/server-report.ts'
import { areaTitles } from '#core/check-server/rules/all.ts'

export type Counts = Readonly<Record<CheckStatus, number>>

export function countsOf(results: readonly RuleResult[]): Counts {
  const count = (status: CheckStatus) => results.filter((each) => each.status === status).length
  return { pass: count('pass'), warn: count('warn'), fail: count('fail'), skip: count('skip') }
}

/** `31 passed, 1 warning, 2 failed, 12 skipped` */
export function countsText({ pass, warn, fail, skip }: Counts): string {
  return [
    `${pass} passed`,
    ...(warn > 0 ? [warn === 1 ? '1 warning' : `${warn} warnings`] : []),
    ...(fail > 0 ? [`${fail} failed`] : []),
    ...(skip > 0 ? [`${skip} skipped`] : []),
  ].join(', ')
}

export interface AreaOfReport {
  readonly area: RuleArea
  readonly title: string
  readonly results: readonly RuleResult[]
}

/** The results by area, in the order of a journey. */
export function byArea({ results }: ServerReport): AreaOfReport[] {
  const areas = [...new Set(results.map((each) => each.area))]
  return areas.map((area) => ({
    area,
    title: areaTitles[area],
    results: results.filter((each) => each.area === area),
  }))
}
