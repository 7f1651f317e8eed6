/** A server report as JUnit XML, for the test view of a build system: an area is a suite, a rule is a case. */
import type { RuleResult, ServerReport } from '#contract/server-report.ts'
import { byArea, countsOf } from './counts.ts'
import { escaped } from './markup.ts'

/** A warning is a case that passes and says so in its output: JUnit knows nothing in between. */
export function junitReport(report: ServerReport): string {
  const { fail, skip } = countsOf(report.results)
  const attributes = `tests="${report.results.length}" failures="${fail}" skipped="${skip}"`
  const suites = byArea(report).map(({ area, title, results }) => {
    const own = countsOf(results)
    const head = `name="${escaped(title)}" tests="${results.length}" failures="${own.fail}" errors="0" skipped="${own.skip}"`
    return [
      `  <testsuite ${head} timestamp="${escaped(report.checkedAt)}">`,
      ...results.map((each) => caseXml(area, each)),
      '  </testsuite>',
    ].join('\n')
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(`aip check-server ${report.url}`)}" ${attributes}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

function caseXml(area: string, result: RuleResult): string {
  const { id, title, status } = result
  const head = `    <testcase classname="${escaped(`${area}.${id}`)}" name="${escaped(title)}" time="0"`
  switch (status) {
    case 'pass':
      return `${head}/>`
    case 'skip':
      return `${head}>\n      <skipped message="${escaped(result.evidence)}"/>\n    </testcase>`
    case 'warn':
      return `${head}>\n      <system-out>${escaped(`warning: ${words(result)}`)}</system-out>\n    </testcase>`
    case 'fail':
      return `${head}>\n      <failure type="${result.level}" message="${escaped(result.evidence)}">${escaped(words(result))}</failure>\n    </testcase>`
  }
}

function words({ evidence, source, fix }: RuleResult): string {
  const code = fix ? `\n\nNode:\n${fix.node}\n\nPython:\n${fix.python}` : ''
  return `${evidence}\n${source.name}: ${source.url}${code}`
}
