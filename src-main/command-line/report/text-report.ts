/** A server report for people at a terminal. */
import type { RuleResult, ServerReport } from '#contract/server-report.ts'
import { printable, type Paint } from '../output.ts'
import { byArea, countsOf, countsText } from './counts.ts'

export type FixLanguage = 'node' | 'python'

/** Rules that pass take a line; the others say what was seen, where it is written, and with `language` how to do it right. */
export function textReport(
  report: ServerReport,
  paint: Paint,
  language: FixLanguage | undefined,
): string {
  const { url, issuer, results } = report
  const head = [paint.bold(url), ...(issuer === '' ? [] : [`Authorization server: ${issuer}`])]
  const areas = byArea(report).flatMap(({ title, results: own }) => [
    '',
    paint.bold(title),
    ...rulesText(own, paint),
  ])
  const summary = ['', `${countsText(countsOf(results))}.`, ...clientsText(report)]
  return [
    ...head.map(printable),
    ...areas,
    ...fixesText(results, language, paint),
    ...summary,
  ].join('\n')
}

/** Many rules that were skipped for one reason are one line. */
function rulesText(results: readonly RuleResult[], paint: Paint): string[] {
  const reasons = results.flatMap((each) => (each.status === 'skip' ? [each.evidence] : []))
  const common = reasons.filter((why) => reasons.filter((each) => each === why).length > 2)
  const shown = results.filter((each) => each.status !== 'skip' || !common.includes(each.evidence))
  const together = [...new Set(common)].map((why) => {
    const count = reasons.filter((each) => each === why).length
    return paint.dim(`- ${count} rules: ${printable(why)}`)
  })
  return [...shown.map((each) => ruleText(each, paint)), ...together]
}

function ruleText(result: RuleResult, paint: Paint): string {
  const { id, title, level, status, source } = result
  const evidence = printable(result.evidence)
  switch (status) {
    case 'pass':
      return `${paint.good('✓')} ${title}`
    case 'skip':
      return paint.dim(`- ${title}: ${evidence}`)
    case 'warn':
    case 'fail':
      return [
        `${status === 'fail' ? paint.bad('✗') : paint.warn('!')} ${title}`,
        `    Seen: ${evidence}`,
        `    ${paint.dim(`${level} · ${source.name} · ${id}`)}`,
        `    ${paint.dim(source.url)}`,
      ].join('\n')
  }
}

function fixesText(
  results: readonly RuleResult[],
  language: FixLanguage | undefined,
  paint: Paint,
): string[] {
  const fixes = results.flatMap(({ fix }) => fix ?? [])
  if (fixes.length === 0) return []
  if (language === undefined) {
    const hint = '--fix node or --fix python shows code that does it right; --format html has both.'
    return ['', paint.dim(hint)]
  }
  const distinct = [...new Set(fixes.map((fix) => fix[language]))]
  return ['', paint.bold('How to do it right'), ...distinct.flatMap((code) => ['', indented(code)])]
}

function indented(code: string): string {
  return code
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n')
}

function clientsText({ clients }: ServerReport): string[] {
  if (clients.length === 0) return []
  const left = clients.filter((each) => !each.deleted)
  const count = clients.length === 1 ? '1 test client was' : `${clients.length} test clients were`
  return left.length === 0
    ? [`${count} registered and deleted again.`]
    : [
        `${count} registered; the server offers no way to delete ${left.length === 1 ? 'this one' : 'these'} (RFC 7592):`,
        ...left.map((each) => `  ${printable(each.clientId)}`),
      ]
}
