/** Sentences of the app: in English for the command line and as the fall-back, and as a saying for every other language. */
import type { Note } from '#contract/discovery.ts'
import type { Problem } from '#contract/problem.ts'
import type { Saying, Sentence } from '#contract/saying.ts'
import { sayings, type FactNames, type SayingCode } from '#contract/sayings/all.ts'

export type { Sentence }

/** A plain text is somebody else's words, or a sentence that only the command line says. */
export type Words = string | Sentence

type Fact = string | number | Sentence
type Names<Code extends SayingCode> = FactNames<(typeof sayings)[Code]>

/** The sentence called `code`, with its facts. */
export function say<Code extends SayingCode>(
  code: Code,
  ...[facts]: [Names<Code>] extends [never] ? [] : [facts: Readonly<Record<Names<Code>, Fact>>]
): Sentence {
  const given: Readonly<Record<string, Fact>> = facts ?? {}
  const template: string = sayings[code]
  const english = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    inEnglish(given[name] ?? ''),
  )
  const entries = Object.entries(given).map(([name, fact]) => [name, factOf(fact)] as const)
  return { english, says: { code, ...(facts && { facts: Object.fromEntries(entries) }) } }
}

export function inEnglish(words: Words | number): string {
  return typeof words === 'object' ? words.english : String(words)
}

export function asSentence(words: Words): Sentence {
  return typeof words === 'object' ? words : { english: words }
}

/** For an object that carries a text and, beside it, what the text says. */
export function saysOf(words: Words): { readonly says?: Saying } {
  return typeof words === 'object' && words.says ? { says: words.says } : {}
}

export function noteOf(code: string, words: Words): Note {
  return { code, message: inEnglish(words), ...saysOf(words) }
}

/** What a note says. */
export function sentenceOf({ message, says }: Note): Sentence {
  return { english: message, says }
}

/** What happened, to stand inside another sentence. Without words of its own, its code stands for it. */
export function messageOf({ code, message, says }: Problem): Sentence {
  return {
    english: message,
    says: says?.message ?? { code: 'problem', facts: { code, english: message } },
  }
}

/** What to do about it. */
export function nextOf({ code, next, says }: Problem): Sentence {
  return {
    english: next,
    says: says?.next ?? { code: 'problem.next', facts: { code, english: next } },
  }
}

function factOf(fact: Fact): string | Saying {
  return typeof fact === 'object' ? (fact.says ?? fact.english) : String(fact)
}
