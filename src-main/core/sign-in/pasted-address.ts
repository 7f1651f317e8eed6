/** Reads what a person pastes instead of a callback: the whole address, its query, or the code with the state (R22). */
import { appError, type AppError } from '#core/app-error.ts'
import { say, type Sentence } from '#core/say.ts'

/** Longer than any reply; a pasted file is not searched. */
const longest = 20_000

/** The reply parameters in `text`; throws `pasted-address-unusable` with a hint that fits. */
export function readPasted(text: string): URLSearchParams {
  const trimmed = text.trim().replace(/^["'<]+|["'>]+$/g, '')
  if (trimmed === '' || trimmed.length > longest) throw unusable(say('pasted.nothing'))
  const query = queryIn(trimmed)
  if (query?.has('state') === true && (query.has('code') || query.has('error'))) return query
  if (query) throw unusable(say('pasted.no-code'))
  return codeWithState(trimmed)
}

/** True for the address of an error page that complains about the callback address, as Google's and Salesforce's do. */
export function complainsAboutRedirect(text: string): boolean {
  const words = decodeLeniently(text)
  return /redirect_uri_mismatch|redirect_uri[ _](must|is|not)|invalid[ _]redirect/i.test(words)
}

function queryIn(text: string): URLSearchParams | undefined {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null
  if (url) return parametersOf(url.search.length > 1 ? url.search : url.hash.replace(/^#/, '?'))
  return /^[?#]?[\w-]+=/.test(text) ? parametersOf(text.replace(/^#/, '?')) : undefined
}

function parametersOf(search: string): URLSearchParams {
  return new URLSearchParams(search)
}

/** `CODE#STATE` or `CODE STATE`, as some sign-in pages show them. */
function codeWithState(text: string): URLSearchParams {
  const [code = '', state = '', ...rest] = text.split(/[#\s]+/)
  if (rest.length > 0 || code === '') throw unusable(say('pasted.neither'))
  if (state === '') throw unusable(say('pasted.code-alone'))
  return new URLSearchParams({ code, state })
}

function unusable(why: Sentence): AppError {
  return appError('pasted-address-unusable', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: say('pasted.unusable', { why }),
    next: say('pasted.next'),
  })
}

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray percent sign: the words are searched as they are.
    return text
  }
}
