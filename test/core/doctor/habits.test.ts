/** The doctor on each habit of the field: it finds what `docs/troubleshooting.md` promises, and nothing else fails. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Check } from '#contract/check.ts'
import { examine } from '#core/doctor/examine.ts'
import { plainHttp } from '../discovery/plain-http.ts'
import { habits, startHabitServer } from '../../servers/habits.ts'
import { doctorPorts } from './doctor-ports.ts'

const signal = new AbortController().signal
const page = readFileSync(resolve(import.meta.dirname, '../../../docs/troubleshooting.md'), 'utf8')

function findingsOf(checks: readonly Check[]): string[] {
  return checks.flatMap(({ id, status, code, evidence }) => {
    if (status === 'fail') return [`${id} ${code}`]
    return status === 'warn' ? [`${id} ${evidence}`] : []
  })
}

/** What the page says under a title; empty when there is no such section. */
function sectionOf(title: string): string {
  const [, behind = ''] = page.split(`\n### ${title}\n`)
  return behind.split('\n### ', 1)[0] ?? ''
}

describe('the doctor meets', () => {
  it.each(habits.map((habit) => [habit.title, habit] as const))('%s', async (title, habit) => {
    const server = await startHabitServer(habit)
    onTestFinished(() => server.close())
    const { ports } = await doctorPorts(plainHttp())
    const { checks } = await examine({ kind: 'address', url: server.url }, ports, { signal })
    const findings = findingsOf(checks)
    if (habit.finding === 'works') {
      expect(findings).toEqual([])
    } else {
      const [check = '', ...words] = habit.finding.split(' ')
      expect(findings).toHaveLength(1)
      expect(findings[0]).toMatch(new RegExp(`^${check} `))
      expect(findings[0]).toContain(words.join(' '))
      expect(sectionOf(title)).toContain(words.join(' '))
    }
    expect(sectionOf(title)).toMatch(/\*\*What it is\*\*[^]*\*\*What to do\*\*/)
  })
})
