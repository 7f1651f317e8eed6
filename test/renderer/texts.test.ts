/** The catalogs: nothing is missing, nothing was left in English by mistake, and the language is chosen as people expect. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problemCodes } from '#contract/problem.ts'
import { catalogs, languageFor } from '#renderer/texts/language.ts'
import { problem } from './states.ts'

/** The same in every language: names, examples, words of protocols. */
const shared =
  /^(common\.product|connections\.pasteExample|settings\.(proxyExample|languages\..*)|tools\.json|trace\.pkce|tunnel\.columns\.ms|(frame|tunnel|connection\.tabs)\.(tunnel|title)|common\.milliseconds)$/

describe.each(['ko', 'ja'] as const)('the catalog %s', (language) => {
  it('has words of its own for every text', () => {
    const english = textsIn(catalogs.en)
    const same = [...textsIn(catalogs[language])].filter(
      ([name, text]) => english.get(name) === text && !shared.test(name),
    )
    expect(same).toEqual([])
  })

  it.each(problemCodes)('says in its own words what %s is and what to do', (code) => {
    const { says, next } = catalogs[language].problem.words({ ...problem, code })
    const letters =
      language === 'ko' ? /\p{Script=Hangul}/u : /[\p{Script=Hiragana}\p{Script=Han}]/u
    expect(says).toMatch(letters)
    expect(next).toMatch(letters)
  })
})

describe('the language', () => {
  it.each([
    [['ko-KR', 'en-US'], 'ko'],
    [['fr-FR', 'ja-JP'], 'ja'],
    [['en-GB', 'ko'], 'en'],
    [['de-DE'], 'en'],
    [[], 'en'],
  ] as const)('of a system that speaks %j is %s', (system, language) => {
    expect(languageFor('system', system)).toBe(language)
  })

  it('is what the person chose, whatever the system speaks', () => {
    expect(languageFor('ja', ['ko-KR'])).toBe('ja')
  })
})

describe('components', () => {
  const folder = resolve(import.meta.dirname, '../../src-renderer')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })

  it.each(files.filter((file) => file.endsWith('.tsx')))('%s has no text of its own', (file) => {
    const source = readFileSync(join(folder, file), 'utf8').replaceAll(
      /\/\*[\s\S]*?\*\/|\/\/.*/g,
      '',
    )
    const betweenTags = [
      ...source.matchAll(/<\/?[\w.]+[^<>{}=]*>\s*([^<>{}]*[A-Za-z]{3}[^<>{}]*)\s*<\//g),
    ]
    const inAttributes = [
      ...source.matchAll(/\b(?:label|title|placeholder|aria-label|alt)="([^"]+)"/g),
    ]
    expect([...betweenTags, ...inAttributes].map((match) => match[1])).toEqual([])
  })
})

/** Every text by its path; functions stand for what they say of one example. */
function textsIn(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]])
  if (typeof value !== 'object' || value === null) return new Map()
  return new Map(
    Object.entries(value).flatMap(([name, part]) => [
      ...textsIn(part, path === '' ? name : `${path}.${name}`),
    ]),
  )
}
