/** A part of the product that reads what others wrote, and what must hold whatever they wrote. */
import fc from 'fast-check'

export interface Target {
  /** As the sentence "… , whatever is written there". */
  readonly name: string
  readonly property: fc.IRawProperty<unknown>
  /** What the property opened. */
  readonly close?: () => Promise<void>
}

/** Text as it goes wrong: anything, or pieces of the right thing in the wrong order. */
export function brokenText(pieces: readonly [string, ...string[]]): fc.Arbitrary<string> {
  const shuffled = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })), { maxLength: 40 })
    .map((each) => each.join(''))
  return fc.oneof(fc.string({ unit: 'binary' }), shuffled)
}

/** A right document with some members replaced by anything, or something else altogether. */
export function brokenDocument(right: Record<string, unknown>): fc.Arbitrary<unknown> {
  const names = fc.constantFrom(...Object.keys(right))
  const value = fc.oneof(fc.jsonValue(), fc.webUrl(), fc.constantFrom(...strange))
  const altered = fc
    .dictionary(names, value, { maxKeys: 4 })
    .map((changes) => ({ ...right, ...changes }))
  return fc.oneof({ weight: 5, arbitrary: altered }, fc.jsonValue())
}

/** Addresses and words that have broken programs. */
const strange = [
  'javascript:alert(1)',
  'file:///etc/passwd',
  'http://169.254.169.254/latest/meta-data/',
  'https://user:pass@example.com/',
  'https://{tenant}.example.com/',
  String.raw`\\server\share`,
  'http://[::1]:1/',
  '',
  '__proto__',
  'constructor',
]
