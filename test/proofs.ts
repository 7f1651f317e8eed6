/** Reads the tables of `docs/` that name a proof for each rule, and says what is wrong with a proof. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

export interface Rule {
  readonly id: string
  readonly proofs: readonly string[]
}

/** The rows of all tables of a page whose first column fits `id`: rule, what we hold to, proofs separated by `<br>`. */
export function rulesOf(page: string, id: RegExp): Rule[] {
  return readFileSync(join(root, page), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name = '', proofs = ''] = /^\| (\w+) \| .+ \| (.*) \|$/.exec(line) ?? []
      return id.test(name) ? [{ id: name, proofs: proofs.split('<br>') }] : []
    })
}

/** Nothing, or why `proof` proves nothing: it has to be a test by its title, a scenario of the official suite, or a reason. */
export function complaint(proof: string): string[] {
  if (/^does not apply: \w.{20,}/.test(proof)) return []
  if (/^not yet, needs the (window|tunnel|packaging): \w.{10,}/.test(proof)) return []
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
