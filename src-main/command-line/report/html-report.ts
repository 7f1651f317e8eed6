/** A server report as one HTML file: no script, nothing loaded from anywhere, readable in light and dark. */
import { createHash } from 'node:crypto'
import type { RuleResult, ServerReport } from '#contract/server-report.ts'
import type { CheckStatus } from '#contract/check.ts'
import { byArea, countsOf, countsText, type AreaOfReport, type Counts } from './counts.ts'
import { htmlStyle } from './html-style.ts'
import { escaped } from './markup.ts'

export function htmlReport(report: ServerReport): string {
  const hash = createHash('sha256').update(htmlStyle).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const counts = countsOf(report.results)
  const title = `Server report: ${report.url}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<main>
<header>
<h1>${headline(counts)}</h1>
<p class="address">${escaped(report.url)}</p>
<dl class="facts">
${report.issuer === '' ? '' : `<dt>Authorization server</dt><dd>${escaped(report.issuer)}</dd>`}
<dt>Checked</dt><dd><time datetime="${escaped(report.checkedAt)}">${escaped(readableTime(report.checkedAt))}</time> by aip check-server ${escaped(report.version)}</dd>
<dt>Result</dt><dd>${escaped(countsText(counts))}</dd>
${clientsFacts(report)}
</dl>
</header>
${byArea(report).map(areaHtml).join('\n')}
</main>
</body>
</html>
`
}

function headline({ fail, warn }: Counts): string {
  if (fail > 0) return 'Something has to change'
  return warn > 0
    ? 'Every requirement is met, some things could be better'
    : 'Nothing is against the rules'
}

function areaHtml({ area, title, results }: AreaOfReport): string {
  return `<section aria-labelledby="${area}">
<h2 id="${area}">${escaped(title)} <span class="counts">${escaped(countsText(countsOf(results)))}</span></h2>
<ul>
${results.map(ruleHtml).join('\n')}
</ul>
</section>`
}

const marks: Readonly<Record<CheckStatus, { readonly sign: string; readonly word: string }>> = {
  pass: { sign: '✓', word: 'passed' },
  warn: { sign: '!', word: 'warning' },
  fail: { sign: '✗', word: 'failed' },
  skip: { sign: '–', word: 'skipped' },
}

function ruleHtml(result: RuleResult): string {
  const { id, title, level, status, source, evidence, fix } = result
  const { sign, word } = marks[status]
  // What has to change is open; the rest opens on demand.
  const open = status === 'fail' || status === 'warn' ? ' open' : ''
  return `<li class="${status}" id="${escaped(id)}">
<details${open}><summary><span class="mark" role="img" aria-label="${word}">${sign}</span> <span class="title">${escaped(title)}</span> <span class="level">${level}</span></summary>
<div class="body">
<p class="evidence">${escaped(evidence)}</p>
<p class="source"><a href="${escaped(source.url)}" rel="noreferrer">${escaped(source.name)}</a> · <code>${escaped(id)}</code></p>
${fix ? `${codeHtml('Node', fix.node)}\n${codeHtml('Python', fix.python)}` : ''}
</div></details>
</li>`
}

function codeHtml(language: string, code: string): string {
  return `<details class="code"><summary>How to do it right in ${language}</summary><pre tabindex="0"><code>${escaped(code)}</code></pre></details>`
}

function clientsFacts({ clients }: ServerReport): string {
  if (clients.length === 0) return ''
  const left = clients.filter((each) => !each.deleted)
  const names = left.map((each) => `<code>${escaped(each.clientId)}</code>`).join(' ')
  const what =
    left.length === 0 ? 'all deleted again' : `${left.length} could not be deleted: ${names}`
  return `<dt>Test clients</dt><dd>${clients.length} registered, ${what}</dd>`
}

function readableTime(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}
