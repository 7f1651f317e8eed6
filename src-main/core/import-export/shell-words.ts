/** Splits a command line into words the way a shell does: quotes, backslashes, no expansion of anything. */

/** The words of one command; unclosed quotes end with the text. */
export function shellWords(line: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let at = 0
  while (at < line.length) {
    const char = line[at] ?? ''
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
      at += 1
    } else if (char === "'" || char === '"') {
      const quoted = readQuoted(line, at)
      word = (word ?? '') + quoted.text
      at = quoted.end
    } else if (char === '\\' && at + 1 < line.length) {
      word = (word ?? '') + (line[at + 1] ?? '')
      at += 2
    } else {
      word = (word ?? '') + char
      at += 1
    }
  }
  if (word !== undefined) words.push(word)
  return words
}

/** The commands of a text, one a line; a line that ends with `\`, `^` or a backtick goes on in the next. */
export function commandLines(text: string): string[] {
  return text
    .replace(/[\\^`][ \t]*\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^[$>%#]\s+/, ''))
    .filter((line) => line !== '')
}

function readQuoted(line: string, start: number): { text: string; end: number } {
  const quote = line[start]
  let text = ''
  let at = start + 1
  while (at < line.length && line[at] !== quote) {
    // Inside double quotes a backslash protects only a few characters (POSIX shell, 2.2.3).
    const escaped = quote === '"' && line[at] === '\\' && /["\\$`]/.test(line[at + 1] ?? '')
    if (escaped) at += 1
    text += line[at] ?? ''
    at += 1
  }
  return { text, end: at + 1 }
}
