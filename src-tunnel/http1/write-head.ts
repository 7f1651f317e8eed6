/** Writes fields as they go over the line. */

/** Names are tokens, values without control characters: nothing that gets here may split a message (RFC 9110 §5.1, §5.5). */
const wellFormed =
  // oxlint-disable-next-line no-control-regex -- the tabulator is the one control character a value may have
  /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+: [\t\x20-\x7e\x80-\xff]*\r\n)*$/

/** `headers`: flat. Throws for a name or value that would split the message. */
export function fieldLines(headers: readonly string[]): string {
  let text = ''
  for (let at = 0; at + 1 < headers.length; at += 2) {
    text += `${headers[at] ?? ''}: ${headers[at + 1] ?? ''}\r\n`
  }
  // A value with a whole field in it is well formed, too, but makes one line more.
  if (!wellFormed.test(text) || linesIn(text) !== headers.length / 2) throw headerFault()
  return text
}

function linesIn(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

/** A head in Latin-1 and a body, as one piece. */
export function inOnePiece(head: string, body: Buffer | undefined): Buffer {
  const length = body?.length ?? 0
  const bytes = Buffer.allocUnsafe(head.length + length)
  bytes.write(head, 0, 'latin1')
  body?.copy(bytes, head.length)
  return bytes
}

/** With the code of Node's own refusal, for those who are given either. */
function headerFault(): Error {
  return Object.assign(new Error('a header would split the message'), { code: 'ERR_INVALID_CHAR' })
}
