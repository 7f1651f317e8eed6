/** Reads JSON as people paste it: with comments, trailing commas, curly quotes, or without the outer braces. */

/** The value, or undefined when it is not JSON in any of these ways. `null` counts as nothing. */
export function parseJsonWithComments(text: string): unknown {
  const straight = text.replace(/[\u201c\u201d]/g, '"')
  // Only what is no JSON as it stands is changed further.
  const candidates = [text, straight, `{${straight.trim().replace(/,$/, '')}}`]
  for (const candidate of candidates) {
    const value = parseJson(withoutTrailingCommas(withoutComments(candidate)))
    if (typeof value === 'object' && value !== null) return value
  }
  return undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not being JSON is the answer here; the caller tries the next form.
    return undefined
  }
}

/** Copies the text without what `skip` says, leaving strings alone. One pass, however odd the text. */
function copyOutsideStrings(text: string, skip: (at: number) => number | undefined): string {
  const parts: string[] = []
  let at = 0
  let from = 0
  while (at < text.length) {
    if (text[at] === '"') {
      at = endOfString(text, at)
      continue
    }
    const end = skip(at)
    if (end === undefined) {
      at += 1
      continue
    }
    parts.push(text.slice(from, at))
    at = end
    from = end
  }
  parts.push(text.slice(from))
  return parts.join('')
}

function withoutComments(text: string): string {
  return copyOutsideStrings(text, (at) => {
    if (text[at] !== '/') return undefined
    if (text[at + 1] === '/') return indexOrEnd(text, '\n', at)
    return text[at + 1] === '*'
      ? Math.min(indexOrEnd(text, '*/', at + 2) + 2, text.length)
      : undefined
  })
}

function withoutTrailingCommas(text: string): string {
  return copyOutsideStrings(text, (at) => {
    if (text[at] !== ',') return undefined
    let next = at + 1
    while (/\s/.test(text[next] ?? '')) next += 1
    return text[next] === '}' || text[next] === ']' ? next : undefined
  })
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const found = text.indexOf(wanted, from)
  return found === -1 ? text.length : found
}
