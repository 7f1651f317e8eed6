/** The catalogs: nothing is missing, nothing was left in English by mistake, and the language is chosen as people expect. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problemCodes } from '#contract/problem.ts'
import { sayings as english } from '#contract/sayings/all.ts'
import { passed } from '#core/doctor/check-book.ts'
import { messageOf, say } from '#core/say.ts'
import { en } from '#renderer/texts/en.ts'
import { ja } from '#renderer/texts/ja.ts'
import { sayings as japanese } from '#renderer/texts/ja/sayings/all.ts'
import { ko } from '#renderer/texts/ko.ts'
import { withParticle } from '#renderer/texts/ko/particle.ts'
import { sayings as korean } from '#renderer/texts/ko/sayings/all.ts'
import { languageFor } from '#renderer/texts/language.ts'
import { problem } from './states.ts'

/** The same in every language: names, examples, words of protocols. */
const shared =
  /^(common\.product|connections\.pasteExample|settings\.(proxyExample|platformExample|languages\..*)|tools\.json|trace\.pkce|tunnel\.columns\.ms|(frame|tunnel|connection\.tabs|doctor\.titles)\.(tunnel|title)|common\.milliseconds)$/

const catalogs = { ko, ja }
const sayings = { ko: korean, ja: japanese }
const letters = {
  ko: /\p{Script=Hangul}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
}

/** Sentences that are nothing but their facts. */
const onlyFacts = [
  'one-after-other',
  'problem',
  'problem.next',
  'doctor.document',
  'doctor.note',
  'doctor.note.only',
  'doctor.failed',
]

describe.each(['ko', 'ja'] as const)('the catalog %s', (language) => {
  it('has words of its own for every text', () => {
    const english = textsIn(en)
    const same = [...textsIn(catalogs[language])].filter(
      ([name, text]) => english.get(name) === text && !shared.test(name),
    )
    expect(same).toEqual([])
  })

  it.each(problemCodes)('says in its own words what %s is and what to do', (code) => {
    const { says, next } = catalogs[language].problem.words({ ...problem, says: undefined, code })
    expect(says).toMatch(letters[language])
    expect(next).toMatch(letters[language])
  })

  it('says every sentence of the app in its own words', () => {
    const own = Object.entries(sayings[language])
    const foreign = own.filter(([, text]) => !letters[language].test(text))
    expect(foreign.map(([code]) => code)).toEqual(onlyFacts)
  })

  it('leaves no fact of a sentence out, and names none that is not there', () => {
    const named = (text: string): string[] =>
      [...new Set([...text.matchAll(/\{(\w+)[|}]/g)].map(([, name = '']) => name))].toSorted()
    const all = Object.entries(english).map(([code, text]) => [code, named(text)] as const)
    const own = new Map(Object.entries<string>(sayings[language]))
    expect(all.map(([code]) => [code, named(own.get(code) ?? '')])).toEqual(all)
  })

  it('says a sentence within a sentence, and somebody else’s words as they are', () => {
    const { tell } = catalogs[language]
    const why = messageOf({ ...problem, code: 'tls-failed', says: undefined })
    const told = tell(say('probe.not-used', { why }))
    expect(told).toContain(
      catalogs[language].problem.words({ ...problem, code: 'tls-failed', says: undefined }).says,
    )
    expect(told).not.toContain(problem.message)
    expect(tell({ english: 'Their {words} stay.' })).toBe('Their {words} stay.')
  })

  it('does not take braces in a fact for the name of another', () => {
    const { tell } = catalogs[language]
    expect(tell(say('said-besides', { message: '{said}', said: 'no' }))).toContain('{said}')
  })
})

describe('a check-up in English', () => {
  it('begins what was seen with a capital letter, but no address and nobody else’s words', () => {
    const seen = (saw: Parameters<typeof passed>[1]) => en.doctor.seen(passed('dns', saw))
    expect(seen(say('doctor.not-reached'))).toBe('Not reached')
    expect(seen(say('doctor.tcp.to', { address: '10.0.4.20' }))).toBe('Connected to 10.0.4.20')
    expect(seen(say('doctor.dns.some', { host: 'wiki.corp.example' }))).toMatch(/^wiki\./)
    const evidence = say('doctor.document', { address: 'https://a.example', verdict: 'x' })
    expect(seen(say('doctor.note', { evidence, note: 'y', code: 'z' }))).toMatch(/^https:/)
    expect(seen('said by somebody')).toBe('said by somebody')
  })
})

describe('a Korean particle', () => {
  it.each([
    ['서버', '을', '를', '서버를'],
    ['도구들', '을', '를', '도구들을'],
    ['터널', '으로', '로', '터널로'],
    ['릴레이', '으로', '로', '릴레이로'],
    ['인터넷', '으로', '로', '인터넷으로'],
    ['401', '으로', '로', '401로'],
    ['403', '으로', '로', '403으로'],
    ['5', '을', '를', '5를'],
    ['“서버”', '이', '가', '“서버”가'],
    ['Linear', '이', '가', 'Linear이(가)'],
    ['https://a.example', '으로', '로', 'https://a.example(으)로'],
    ['', '을', '를', '을(를)'],
  ])('after %j is right: %s or %s', (word, first, second, whole) => {
    expect(withParticle(word, first, second)).toBe(whole)
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
