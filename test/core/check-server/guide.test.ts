/** The guide says what the program checks: every rule has its row, with the same words. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { areas } from '#core/check-server/rules/all.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/dcr-guide/rules.md'), 'utf8')
const rows = page.split('\n').filter((line) => line.startsWith('| `'))
const rules = areas.flatMap((each) => each.rules)

describe('docs/dcr-guide/rules.md', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))('has a row for %s', (id, rule) => {
    const row = rows.find((line) => line.startsWith(`| \`${id}\` |`))
    expect(row?.split('|').map((cell) => cell.trim())).toEqual([
      '',
      `\`${id}\``,
      rule.level,
      rule.title,
      expect.stringMatching(/\.$|\.\)$/),
      `[${rule.source.name}](${rule.source.url})`,
      '',
    ])
  })

  it('has no row for a rule that is gone', () => {
    expect(rows).toHaveLength(rules.length)
  })
})
