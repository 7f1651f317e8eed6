/** Reads a stream of JSON documents, one a line. */

/** Each document as it is complete; empty lines only keep the line alive. Throws `SyntaxError` where a line is no JSON. */
export async function* jsonLines(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  const reader = body.pipeThrough(new TextDecoderStream() as ByteDecoder).getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = (rest + value).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.trim() !== '') yield JSON.parse(line)
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** The DOM types let the decoder take more than bytes, which a byte stream cannot be piped into. */
type ByteDecoder = ReadableWritablePair<string, Uint8Array>
