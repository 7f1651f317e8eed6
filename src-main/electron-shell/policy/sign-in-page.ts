/** What a sign-in popup may load, when it hands over to the person's own browser, and how it recognizes its end. */
import { refusesEmbedded } from './embedded-refusals.ts'
import { isLoopbackHost } from './open-outside.ts'

export interface SignInPage {
  /** The authorization request the popup was opened with. */
  readonly signInUrl: string
  /** The callback of the platform that this very sign-in was sent to; undefined: it comes back to this computer. */
  readonly platformCallback?: string | undefined
}

export type PageDecision =
  | { readonly kind: 'load' }
  /** Not loaded; in the main frame the person is offered their own browser. */
  | { readonly kind: 'refuse'; readonly reason: 'not-encrypted' | 'other-program' | 'unreadable' }
  /** Not loaded here: the sign-in starts again in the person's own browser, because cookies do not come along. */
  | { readonly kind: 'hand-over' }
  /** The answer has arrived at the platform's callback: nothing is loaded, the code stays on this computer. */
  | { readonly kind: 'reply'; readonly query: string }

export interface Navigation {
  readonly address: string
  readonly isMainFrame: boolean
}

export function decidePage(page: SignInPage, { address, isMainFrame }: Navigation): PageDecision {
  const url = URL.parse(address)
  if (url === null) return { kind: 'refuse', reason: 'unreadable' }
  if (isBlank(url)) return { kind: 'load' }
  // Frames inside a page may hold generated documents; as a whole page they would have no address to show.
  if (!isMainFrame && (url.protocol === 'blob:' || url.protocol === 'data:')) {
    return { kind: 'load' }
  }
  if (url.username !== '' || url.password !== '') return { kind: 'refuse', reason: 'unreadable' }
  if (url.protocol === 'http:') {
    return isLoopbackHost(url) ? { kind: 'load' } : { kind: 'refuse', reason: 'not-encrypted' }
  }
  if (url.protocol !== 'https:') return { kind: 'refuse', reason: 'other-program' }
  if (isPlatformCallback(page, url)) {
    return isMainFrame && isReply(page, url)
      ? { kind: 'reply', query: url.search }
      : { kind: 'refuse', reason: 'unreadable' }
  }
  if (isMainFrame && refusesEmbedded(url)) return { kind: 'hand-over' }
  return { kind: 'load' }
}

/** Whatever leads there, in a frame or with whatever query: the platform's page is never asked, so it never sees a code (decision 7). */
export function isPlatformCallback(
  { platformCallback }: Pick<SignInPage, 'platformCallback'>,
  url: URL,
): boolean {
  return platformCallback !== undefined && `${url.origin}${url.pathname}` === platformCallback
}

/** An answer to this very sign-in: it was sent there, and the state is its own (RFC 6749 §4.1.2). */
function isReply({ signInUrl, platformCallback }: SignInPage, url: URL): boolean {
  const asked = new URL(signInUrl).searchParams
  const state = asked.get('state')
  return (
    asked.get('redirect_uri') === platformCallback &&
    state !== null &&
    url.searchParams.getAll('state').join() === state
  )
}

function isBlank(url: URL): boolean {
  return url.href === 'about:blank' || url.href === 'about:srcdoc'
}

/** How many windows one sign-in may have beside the first; "sign in with …" buttons open one. */
export const mostChildWindows = 3

/** What the title of a popup says: always the host the page is from, since there is no address bar. */
export function popupTitle(address: string, product: string): string {
  const url = URL.parse(address)
  const where = url === null || isBlank(url) ? '…' : url.host
  return `${url?.protocol === 'http:' ? 'http://' : ''}${where} – ${product}`
}
