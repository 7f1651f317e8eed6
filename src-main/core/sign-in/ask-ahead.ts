/** Asks the sign-in page without cookies, before a browser opens, whether it knows this app and takes its callback address (R03, R04). */
import { z } from 'zod'
import type { ServerMetadata } from '#contract/discovery.ts'
import { isProblem } from '#core/app-error.ts'
import type { Fetch } from '#core/ports.ts'
import { isResourceRefusal } from '#core/tokens/resource-choice.ts'
import { readText } from '#core/tokens/read-text.ts'
import { readReply } from './authorization-reply.ts'
import type { AuthorizationRequest } from './authorization-request.ts'

/** `unsure`: nothing can be concluded, so the person's browser has to find out. */
export type Foresight =
  | { readonly status: 'fine' }
  /** `failed`: the page's own error, which a person may or may not see as well. */
  | { readonly status: 'unsure'; readonly failed?: number }
  /** `certain`: the server used a standard error code; else the words of a page were read. Empty `error`: a refusal without a hint. */
  | { readonly status: 'refused'; readonly error: string; readonly certain: boolean }

const fine: Foresight = { status: 'fine' }
const unsure: Foresight = { status: 'unsure' }

const ErrorBody = z.object({ error: z.string(), error_description: z.string().nullish() })

/** Errors that will be the same in the person's browser. */
const lasting: readonly string[] = [
  'invalid_client',
  'unauthorized_client',
  'invalid_scope',
  'invalid_target',
]

/** What the sign-in page would do with `request`. Only cancelling throws. */
export async function askAhead(
  request: AuthorizationRequest,
  server: ServerMetadata,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<Foresight> {
  try {
    const response = await fetch(request.url, {
      headers: { accept: 'text/html,application/json;q=0.9,*/*;q=0.8' },
      redirect: 'manual',
      signal,
    })
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel()
      return fromLocation(response.headers.get('location') ?? '', request, server)
    }
    return fromPage(response.status, await readText(response))
  } catch (error) {
    if (signal.aborted) throw error
    // A page that a program cannot fetch may still open in a browser.
    return unsure
  }
}

function fromLocation(
  location: string,
  request: AuthorizationRequest,
  server: ServerMetadata,
): Foresight {
  const target = URL.parse(location, request.url)
  if (!target) return unsure
  if (target.href.startsWith(`${request.redirectUri}?`)) {
    return fromReply(target.searchParams, request, server)
  }
  // Only error words count: a login page's address often repeats our own parameters.
  return fromErrorCode(target.searchParams.get('error') ?? '', target.pathname)
}

/** A reply already. The words of one that is not from this issuer are not acted on (C37): the browser's reply will be judged. */
function fromReply(
  query: URLSearchParams,
  request: AuthorizationRequest,
  server: ServerMetadata,
): Foresight {
  try {
    const reply = readReply(query, request, server)
    if (reply.status === 'code') return fine
    return fromErrorCode(isResourceRefusal(reply) ? 'invalid_target' : reply.error, '')
  } catch (error) {
    if (isProblem(error)) return unsure
    throw error
  }
}

function fromErrorCode(error: string, path: string): Foresight {
  if (lasting.includes(error)) return { status: 'refused', error, certain: true }
  return aboutRedirect(`${error} ${path}`) ? redirectRefused(false) : fine
}

function fromPage(status: number, text: string): Foresight {
  const body = ErrorBody.safeParse(parsed(text))
  if (status < 300 && !body.success) return fine
  // Bot protection, login walls, limits and outages say nothing about this app.
  if (status >= 500) return { status: 'unsure', failed: status }
  if ([403, 405, 407, 429].includes(status)) return unsure
  if (body.success) return fromError(body.data.error, body.data.error_description ?? '')
  if (status === 401) return unsure
  const words = withoutMarkup(text)
  if (aboutRedirect(words)) return redirectRefused(false)
  const error = /client|application|\bapp\b/i.test(words) ? 'invalid_client' : ''
  return { status: 'refused', error, certain: false }
}

function fromError(error: string, description: string): Foresight {
  if (lasting.includes(error)) return { status: 'refused', error, certain: true }
  if (aboutRedirect(`${error} ${description}`)) return redirectRefused(true)
  const certain = /client.{0,40}(not found|unknown|not registered|invalid)/i.test(description)
  return { status: 'refused', error: certain ? 'invalid_client' : '', certain }
}

function redirectRefused(certain: boolean): Foresight {
  return { status: 'refused', error: 'redirect_refused', certain }
}

function aboutRedirect(words: string): boolean {
  return /redirect[ _-]?ur[il]|invalid_redirect|callback[ _-]?(ur[il]|address)/i.test(words)
}

function withoutMarkup(text: string): string {
  return text.replaceAll(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replaceAll(/<[^>]*>/g, ' ')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // A page for people.
    return undefined
  }
}
