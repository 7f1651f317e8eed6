/** Reads links of our own scheme, which any web page may try to open: a link is only ever a proposal (R26). */

export const linkScheme = 'aip-desktop'

export type DeepLink =
  | { readonly kind: 'open' }
  /** Proposes to set up a server. */
  | { readonly kind: 'add'; readonly url: string; readonly name: string }
  | { readonly kind: 'unusable' }

const longest = 4096

/** Never throws. What is not exactly one of the known links is unusable. */
export function parseDeepLink(text: string): DeepLink {
  const url = text.length <= longest ? URL.parse(text) : null
  if (url === null || url.protocol !== `${linkScheme}:`) return { kind: 'unusable' }
  const plain = url.username === '' && url.password === '' && url.port === '' && url.hash === ''
  const noPath = url.pathname === '' || url.pathname === '/'
  if (!plain || !noPath) return { kind: 'unusable' }
  if (url.host === 'open') return url.search === '' ? { kind: 'open' } : { kind: 'unusable' }
  return url.host === 'add' ? parseAdd(url.searchParams) : { kind: 'unusable' }
}

function parseAdd(parameters: URLSearchParams): DeepLink {
  const names = [...parameters.keys()]
  const known = names.every((name) => name === 'url' || name === 'name')
  const once = new Set(names).size === names.length
  const server = URL.parse(parameters.get('url') ?? '')
  if (!known || !once || server === null || !isServerAddress(server)) return { kind: 'unusable' }
  return { kind: 'add', url: server.href, name: readable(parameters.get('name') ?? '') }
}

function isServerAddress(url: URL): boolean {
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  return web && url.hostname !== '' && url.username === '' && url.password === '' && url.hash === ''
}

/** A name as it may be shown: nothing that breaks lines or turns the reading direction (Unicode TR 36), and not long. */
function readable(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100)
}

/** The link among the arguments a second start was given. Windows and Linux pass it as the last one; anything else is not for us. */
export function linkInArguments(argv: readonly string[]): string | undefined {
  const last = argv.at(-1)
  return last?.toLowerCase().startsWith(`${linkScheme}://`) ? last : undefined
}
