/** Says the sentences of the app in a language other than English. */
import type { ProblemCode } from '#contract/problem.ts'
import type { Saying, Sentence } from '#contract/saying.ts'
import type { SayingCode } from '#contract/sayings/all.ts'

/** Every sentence in one language. `{name}` is where a fact goes; a sentence without words does not compile. */
export type Sayings = Readonly<Record<SayingCode, string>>

/** A part of them, which takes after a part of the English ones. */
export type SayingsLike<English> = { readonly [Code in keyof English]: string }

export type ProblemWords = Readonly<Record<ProblemCode, readonly [says: string, next: string]>>

export interface Language {
  readonly sayings: Sayings
  readonly problemWords: ProblemWords
  /** Puts facts into a template. */
  readonly fill: (template: string, factOf: (name: string) => string) => string
}

export interface Teller {
  readonly tell: (sentence: Sentence) => string
  readonly tellSaying: (saying: Saying) => string
}

/** What has no saying is somebody else's words, and stays as it is. */
export function createTeller({ sayings, problemWords, fill }: Language): Teller {
  const tellSaying = ({ code, facts = {} }: Saying): string => {
    const factOf = (name: string): string => {
      const fact = facts[name] ?? ''
      return typeof fact === 'string' ? fact : tellSaying(fact)
    }
    if (code === 'problem' || code === 'problem.next') {
      const words = wordsOf(problemWords, factOf('code'))
      return words?.[code === 'problem' ? 0 : 1] ?? factOf('english')
    }
    return fill(sayings[code], factOf)
  }
  return {
    tellSaying,
    tell: ({ english, says }) => (says ? tellSaying(says) : english),
  }
}

/** Facts in the place of their names, as they are. */
export function fillPlainly(template: string, factOf: (name: string) => string): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => factOf(name))
}

function wordsOf(words: ProblemWords, code: string): readonly [string, string] | undefined {
  return new Map<string, readonly [string, string]>(Object.entries(words)).get(code)
}
