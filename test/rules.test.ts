/** `docs/rules.md` names a proof for every rule, and every proof it names exists. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

interface Rule {
  readonly id: string
  readonly proofs: readonly string[]
}

/** The rows of all tables: rule, what we hold to, proof; proofs are separated by `<br>`. */
const rules: Rule[] = readFileSync(join(root, 'docs/rules.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const row = /^\| ([CTSE]\d+) \| .+ \| (.*) \|$/.exec(line)
    return row ? [{ id: row[1] ?? '', proofs: (row[2] ?? '').split('<br>') }] : []
  })

const numbers = { C: 48, T: 17, S: 12, E: 4 }

it('names every rule once, in order', () => {
  const all = Object.entries(numbers).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
  )
  expect(rules.map((each) => each.id)).toEqual(all)
})

describe('the proof of', () => {
  it.each(rules.map((each) => [each.id, each.proofs] as const))('%s exists', (_id, proofs) => {
    expect(proofs.flatMap(complaint)).toEqual([])
  })
})

function complaint(proof: string): string[] {
  if (/^does not apply: \w.{20,}/.test(proof)) return []
  const scenario = /^suite `(auth\/[\w-]+)`$/.exec(proof)?.[1]
  if (scenario !== undefined) return scenarios().includes(scenario) ? [] : [`no ${scenario}`]
  const test = /^`(test\/[\w./-]+\.test\.ts)`: (.+)$/.exec(proof)
  const [, file = '', title = ''] = test ?? []
  if (!test || !existsSync(join(root, file))) return [`not the name of a test: ${proof}`]
  return titlesIn(file).includes(title) ? [] : [`${file} has no test "${title}"`]
}

/** Every string of a test file that could be a title. */
function titlesIn(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8')
  return [...source.matchAll(/'((?:[^'\\\n]|\\.)+)'/g)].map(([, text = '']) =>
    text.replaceAll(/\\(.)/g, '$1'),
  )
}

/** Those the suite requires of each revision, and the two of the oldest one, which has no list. */
function scenarios(): string[] {
  const suite = dirname(
    createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json'),
  )
  const lists = readdirSync(join(suite, 'requirements')).map((name) =>
    readFileSync(join(suite, 'requirements', name), 'utf8'),
  )
  return [
    ...lists.flatMap((list) => list.match(/auth\/[\w-]+/g) ?? []),
    'auth/2025-03-26-oauth-metadata-backcompat',
    'auth/2025-03-26-oauth-endpoint-fallback',
  ]
}
