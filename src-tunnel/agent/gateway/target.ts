/** Reads the target of a request and finds the address at the server: path, query and trailing slash stay byte for byte (G17). */

export type Target =
  | {
      readonly status: 'found'
      readonly name: string
      /** What follows the name: empty, or begins with a slash. */
      readonly rest: string
      /** Empty, or begins with a question mark. */
      readonly query: string
    }
  /** A question for metadata: whoever adds the token is asked by nobody else (RFC 9728 §3, RFC 8414 §3). */
  | { readonly status: 'well-known'; readonly name: string; readonly rest: string }
  | { readonly status: 'refused' }

const shape = /^\/([A-Za-z0-9][A-Za-z0-9._-]{0,63})((?:\/[^?#]*)?)(\?[^#]*)?$/
/** What RFC 3986 allows in a path, and what browsers send besides; no backslash, no control character, nothing beyond ASCII. */
const allowed = /^[!$%&'()*+,\-./0-9:;=?@A-Z_a-z~|^`{}"[\]<>]*$/

/** Refuses absolute forms, doubled slashes, and dot segments in every spelling, so that nobody leaves the connection's own path. */
export function targetOf(url: string): Target {
  const parts = shape.exec(url)
  if (!parts || !allowed.test(url)) return { status: 'refused' }
  const [, name = '', rest = '', query = ''] = parts
  const segments = rest.split('/').slice(1)
  const last = segments.length - 1
  if (segments.some((each, index) => !isSafe(each, index === last))) return { status: 'refused' }
  if (segments.some((each) => decoded(each)?.toLowerCase() === '.well-known')) {
    return { status: 'well-known', name, rest }
  }
  return { status: 'found', name, rest, query }
}

/** The request target at the server: the connection's own path, then what the caller had after the name. */
export function pathAt(server: URL, rest: string, query: string): string {
  const base = rest === '' ? server.pathname : server.pathname.replace(/\/$/, '')
  return base + rest + joined(server.search, query)
}

function joined(own: string, callers: string): string {
  if (own === '') return callers
  return callers === '' || callers === '?' ? own : `${own}&${callers.slice(1)}`
}

/** A dot segment, also with what some systems take off its end: parameters (RFC 3986 §3.3) and spaces. */
const dots = /^\.{1,2}(?:[;\s].*)?$/

/** An empty segment is a doubled slash, but for the one that a trailing slash leaves. */
function isSafe(segment: string, last: boolean): boolean {
  if (segment === '') return last
  const plain = decoded(segment)
  if (plain === undefined) return false
  // Servers decode once or twice: what becomes a separator or a dot segment then is refused here.
  const twice = decoded(plain) ?? plain
  return [plain, twice].every((text) =>
    text.split(/[/\\]/).every((each) => !dots.test(each) && !hasControl(each)),
  )
}

function hasControl(text: string): boolean {
  return text.split('').some((each) => each < ' ')
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not UTF-8, or no hexadecimal digits after a percent sign.
    return undefined
  }
}
