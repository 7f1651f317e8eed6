/** Reads a stream of JSON documents, one a line. */

/** Each document as it is complete; empty lines only keep the line alive. Throws `SyntaxError` where a line is no JSON. */
export async function* jsonLines(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.trim() !== '') yield JSON.parse(line)
    }
  } finally {
    // The other side may have gone already: then there is nothing to cancel.
    await reader.cancel().catch(() => undefined)
  }
}
