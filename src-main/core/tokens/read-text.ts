/** Reads the body of an answer without trusting its size. */
import { appError } from '#core/app-error.ts'
import { say } from '#core/say.ts'

const LARGEST = 1_000_000

/** The body as text; a body over 1 MB is refused (S12). */
export async function readText(response: Response): Promise<string> {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let size = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > LARGEST) {
      await reader.cancel()
      throw tooLarge()
    }
    text += decoder.decode(value, { stream: true })
  }
}

function tooLarge(): Error {
  return appError('answer-too-large', {
    step: 'token',
    whoseTurn: 'server-owner',
    message: say('token.too-large'),
    next: say('token.too-large.next'),
  })
}
