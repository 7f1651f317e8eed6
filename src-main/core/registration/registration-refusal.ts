/** Reads a refused registration: the server's own words, and whether asking again in another way makes sense (C21, R06). */
import { z } from 'zod'
import { AppError } from '#core/app-error.ts'
import { readText } from '#core/tokens/read-text.ts'
import { serverWords } from '#core/tokens/server-words.ts'
import { messageOf, say, type Sentence } from '#core/say.ts'

export interface Refusal {
  readonly error: string
  readonly text: string
  /** For the person. */
  readonly reason: Sentence
  readonly aboutRedirect?: boolean
  readonly approvedAppsOnly?: boolean
  /** Another request would get the same answer. */
  readonly final?: boolean
}

const safetyCodes: readonly string[] = [
  'address-forbidden',
  'zone-crossed',
  'insecure-address',
  'unsafe-redirect',
  'answer-too-large',
]

const ErrorBody = z.object({
  error: z.string().nullish(),
  error_description: z.string().nullish(),
  message: z.string().nullish(),
})

/** A refusal in words. Safety problems and cancelling are thrown on: nobody should type credentials for such a server. */
export async function failureOf(failure: unknown, signal?: AbortSignal): Promise<Refusal> {
  if (failure instanceof Response) return refusalOf(failure)
  if (signal?.aborted === true) throw failure
  if (failure instanceof AppError) {
    if (safetyCodes.includes(failure.problem.code)) throw failure
    return { error: '', text: '', reason: messageOf(failure.problem), final: true }
  }
  return {
    error: '',
    text: '',
    reason: say('way.unusable'),
    final: true,
  }
}

async function refusalOf(response: Response): Promise<Refusal> {
  const body = (await readText(response)).slice(0, 2000)
  const parsed = ErrorBody.safeParse(parseJson(body))
  const error = (parsed.success && parsed.data.error) || ''
  const words = (parsed.success && (parsed.data.error_description || parsed.data.message)) || ''
  const text = `${error} ${words || (parsed.success ? '' : body)}`.trim()
  const status = response.status
  // Keycloak answers 403 for a redirect host that is not trusted, Figma for an app that is not approved: both are final.
  if (status === 403 || status === 401) {
    return {
      error,
      text,
      reason: approvedOnly(said(text)),
      approvedAppsOnly: true,
      final: true,
    }
  }
  if (status === 429) {
    return {
      error,
      text,
      reason: say('way.wait'),
      final: true,
    }
  }
  return {
    error,
    text,
    reason: refused(status, said(text)),
    aboutRedirect: error === 'invalid_redirect_uri' || /redirect/i.test(text),
    final: status >= 500 || status < 400,
  }
}

/** Until when a 429 or 503 with Retry-After asks to wait, at most an hour. RFC 9110 §10.2.3: seconds or a date. */
export function pauseOf(response: Response, now: number): number | undefined {
  if (response.status !== 429 && response.status !== 503) return undefined
  const header = response.headers.get('retry-after')
  if (header === null) return undefined
  const seconds = Number(header)
  const until = Number.isFinite(seconds) ? now + seconds * 1000 : Date.parse(header)
  return Number.isFinite(until) ? Math.min(until, now + 3_600_000) : undefined
}

/** The server's words in one line without markup. */
function said(text: string): string {
  return serverWords(text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' '))
}

function approvedOnly(said: string): Sentence {
  return said === '' ? say('way.approved-only') : say('way.approved-only-said', { said })
}

function refused(status: number, said: string): Sentence {
  return said === '' ? say('way.refused', { status }) : say('way.refused-said', { status, said })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Plain text and HTML refusals are common; their words are used as they are.
    return undefined
  }
}
