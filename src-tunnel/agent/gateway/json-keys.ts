/** Finds members of JSON objects that another parser could read differently: doubled names, and names that differ in case only. */

/** What one level of a message may have only once and only in this spelling, because the policy reads it. */
const telling = ['method', 'params', 'name']

/**
 * True when servers could disagree with `JSON.parse` about the method or the tool of a message: many take the first of two equal names where
 * JavaScript takes the last, and some (Go's encoding/json) take `Method` for `method`. RFC 8259 §4 leaves it open.
 */
export function isAmbiguous(text: string): boolean {
  const levels: { names: Set<string>; array: boolean }[] = []
  let at = 0
  while (at < text.length) {
    const char = text[at]
    if (char === '{' || char === '[') levels.push({ names: new Set(), array: char === '[' })
    else if (char === '}' || char === ']') levels.pop()
    else if (char === '"') {
      const end = endOfString(text, at)
      const level = levels.at(-1)
      if (level && !level.array && isName(text, end)) {
        const name = nameOf(text.slice(at, end))
        if (isTroubling(name, level.names)) return true
      }
      at = end - 1
    }
    at++
  }
  return false
}

function isTroubling(name: string, seen: Set<string>): boolean {
  const plain = name.normalize('NFKC').toLowerCase()
  if (!telling.includes(plain)) return false
  if (plain !== name || seen.has(name)) return true
  seen.add(name)
  return false
}

/** Position behind the closing quotation mark; the text is known to be JSON. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function isName(text: string, end: number): boolean {
  let at = end
  while (/\s/.test(text[at] ?? '')) at++
  return text[at] === ':'
}

function nameOf(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1)
}
