/** Korean particles: which of two forms follows a word depends on whether its last syllable ends in a consonant. */

/** How digits end when they are read: with a consonant, and with ㄹ. */
const digitsWithFinal = '013678'
const digitsWithL = '178'

const firstSyllable = 0xac00
const lastSyllable = 0xd7a3
const finals = 28
const finalL = 8

/** `word` with `first` (as 을, 이, 은, 으로) or `second` (를, 가, 는, 로); with both where nobody can tell how it is read. */
export function withParticle(word: string, first: string, second: string): string {
  const final = finalOf(word)
  if (final === undefined) return word + both(first, second)
  const isOpen = final === 'none' || (final === 'l' && first === '으로')
  return word + (isOpen ? second : first)
}

/** `{name|을/를}` and `{name}` in the templates. */
export function fillKorean(template: string, factOf: (name: string) => string): string {
  return template.replaceAll(
    /\{(\w+)(?:\|([^/}]+)\/([^}]+))?\}/g,
    (_, name: string, first?: string, second?: string) =>
      first === undefined || second === undefined
        ? factOf(name)
        : withParticle(factOf(name), first, second),
  )
}

function both(first: string, second: string): string {
  return first === '으로' ? '(으)로' : `${first}(${second})`
}

function finalOf(word: string): 'none' | 'l' | 'other' | undefined {
  const last = word.replace(/[)\]}"'”’]+$/, '').at(-1) ?? ''
  const code = last.charCodeAt(0)
  if (code >= firstSyllable && code <= lastSyllable) {
    const final = (code - firstSyllable) % finals
    return final === 0 ? 'none' : final === finalL ? 'l' : 'other'
  }
  if (!/^\d$/.test(last)) return undefined
  if (!digitsWithFinal.includes(last)) return 'none'
  return digitsWithL.includes(last) ? 'l' : 'other'
}
