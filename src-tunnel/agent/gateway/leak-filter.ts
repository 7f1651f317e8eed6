/** Watches what goes back to the caller for the secrets the edge added, and breaks off before one is out. */

export interface LeakFilter {
  /** The bytes that may go on now; undefined: a secret is in them. Keeps back at most an unfinished beginning of a secret. */
  pass(chunk: Buffer): Buffer | undefined
  /** What was kept back, at the end of the body. */
  rest(): Buffer
  /** True when a secret is in one of the header values. */
  inHeaders(raw: readonly string[]): boolean
}

/** Shorter ones would be found by chance. */
const shortest = 12

/** Secrets in the form they are looked for in. */
export interface Needles {
  readonly texts: readonly string[]
  readonly bytes: readonly Buffer[]
}

/** `secrets`: what was added to the request, in clear. */
export function needlesOf(secrets: readonly string[]): Needles {
  const texts = secrets.filter((each) => each.length >= shortest)
  return { texts, bytes: texts.map((each) => Buffer.from(each, 'latin1')) }
}

const nothing: Buffer = Buffer.alloc(0)

/** Searches for secrets as they are; a server that encodes them on purpose is not stopped. */
export function createLeakFilter({ texts, bytes: needles }: Needles): LeakFilter {
  let kept = nothing
  return {
    pass(chunk) {
      if (needles.length === 0) return chunk
      const bytes = kept.length === 0 ? chunk : Buffer.concat([kept, chunk])
      let held = 0
      for (const needle of needles) {
        if (bytes.includes(needle)) return undefined
        held = Math.max(held, beginningAtEnd(bytes, needle))
      }
      kept = held === 0 ? nothing : Buffer.from(bytes.subarray(bytes.length - held))
      return held === 0 ? bytes : bytes.subarray(0, bytes.length - held)
    },
    rest: () => kept,
    inHeaders: (raw) => texts.some((secret) => raw.some((each) => each.includes(secret))),
  }
}

/** Length of the longest end of `bytes` that is a beginning of `needle`; 0 for nearly every chunk, as events end with line ends. */
function beginningAtEnd(bytes: Buffer, needle: Buffer): number {
  const first = needle[0]
  const from = Math.max(0, bytes.length - needle.length + 1)
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] !== first) continue
    const length = bytes.length - at
    if (bytes.compare(needle, 0, length, at, bytes.length) === 0) return length
  }
  return 0
}
