/** A doctor's report for people: one line a check, and below it what to do where something is wrong. */
import type { Check } from '#contract/check.ts'
import { checkBook } from '#core/doctor/check-book.ts'
import { printable, turns, type Paint } from './output.ts'

const titleWidth = Math.max(...Object.values(checkBook).map(({ title }) => title.length))

/** One check, without a line end. */
export function checkText(check: Check, paint: Paint): string {
  const head = `${markOf(check, paint)} ${checkBook[check.id].title.padEnd(titleWidth)}`
  if (check.status === 'pass' || check.status === 'skip') {
    const evidence = printable(check.evidence)
    return `${head}  ${check.status === 'skip' ? paint.dim(evidence) : evidence}`
  }
  const { whoseTurn, code } = check
  const who = whoseTurn && `Who can act: ${turns[whoseTurn]}`
  return [
    `${head}  ${printable(check.evidence)}`,
    `    ${paint.dim('Why it matters:')} ${check.why}`,
    `    ${paint.dim('Next:')} ${printable(check.next)}`,
    `    ${paint.dim([who, code && `code: ${code}`].filter(Boolean).join(' · '))}`,
  ].join('\n')
}

/** The whole report with its summary. */
export function reportText(checks: readonly Check[], paint: Paint): string {
  return [...checks.map((check) => checkText(check, paint)), '', summary(checks, paint)].join('\n')
}

function summary(checks: readonly Check[], paint: Paint): string {
  const count = (status: Check['status']) => checks.filter((each) => each.status === status).length
  const failures = count('fail')
  const warnings = count('warn')
  const parts = [
    paint.good(`${count('pass')} passed`),
    ...(warnings > 0 ? [paint.warn(warnings === 1 ? '1 warning' : `${warnings} warnings`)] : []),
    ...(failures > 0 ? [paint.bad(`${failures} failed`)] : []),
    ...(count('skip') > 0 ? [paint.dim(`${count('skip')} skipped`)] : []),
  ]
  return `${parts.join(', ')}.`
}

function markOf({ status }: Check, paint: Paint): string {
  switch (status) {
    case 'pass':
      return paint.good('✓')
    case 'warn':
      return paint.warn('!')
    case 'fail':
      return paint.bad('✗')
    case 'skip':
      return paint.dim('-')
  }
}
