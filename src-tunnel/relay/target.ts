/** What a request is aimed at, decided from its raw target before anything else; what can be read in two ways is read in none. */
import { ConnectionName, TunnelAlias } from '../protocol/names.ts'

export type Target =
  /** `path` is `/<connection>[/rest][?query]`, byte for byte. */
  | {
      readonly kind: 'call'
      readonly tunnel: string
      readonly connection: string
      readonly path: string
    }
  /** A probe for metadata of a connection (RFC 9728 §3.1, RFC 8414 §3.1), in either form. */
  | {
      readonly kind: 'well-known'
      readonly tunnel: string
      readonly connection: string
      readonly path: string
      /** The name stood at the root of the host, before the path of the connection. */
      readonly atRoot: boolean
    }
  /** A path of the relay itself. */
  | { readonly kind: 'relay'; readonly path: string; readonly query: string }
  /** Nothing that has an answer. */
  | { readonly kind: 'nothing' }
  /** Within a tunnel, but with tricks in it. */
  | { readonly kind: 'unsafe' }

/** `targetOf` that does not look twice at what it has just seen: each call is asked about at the door and behind it. */
export function createTargetReader(
  wildcardDomain: string | undefined,
): (url: string, host: string) => Target {
  let last: { url: string; host: string; target: Target } | undefined
  return (url, host) => {
    if (last?.url === url && last.host === host) return last.target
    const target = targetOf(url, host, wildcardDomain)
    last = { url, host, target }
    return target
  }
}

/** `host`: the Host header. `wildcardDomain`: tunnels are also `<alias>.<wildcardDomain>`. */
export function targetOf(url: string, host: string, wildcardDomain: string | undefined): Target {
  // Absolute-form, authority-form and `*` name another place than the path.
  if (!url.startsWith('/')) return { kind: 'nothing' }
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const query = mark < 0 ? '' : url.slice(mark)
  const named = aliasOf(host, wildcardDomain)
  const segments = path.split('/').slice(1)
  if (named === undefined && segments[0] !== 't' && segments[0] !== '.well-known') {
    return { kind: 'relay', path, query }
  }
  const prefix = named === undefined ? 1 : 0
  if (segments[0] === '.well-known') return rootProbe(segments, query, named)
  const tunnel = named ?? segments[1] ?? ''
  const [connection = '', ...rest] = segments.slice(prefix * 2)
  if (!TunnelAlias.safeParse(tunnel).success) return { kind: 'nothing' }
  if (!ConnectionName.safeParse(connection).success) {
    return isPlain(segments) ? { kind: 'nothing' } : { kind: 'unsafe' }
  }
  if (!isPlain(rest)) return { kind: 'unsafe' }
  const passed = `/${[connection, ...rest].join('/')}${query}`
  return rest[0] === '.well-known'
    ? { kind: 'well-known', tunnel, connection, path: passed, atRoot: false }
    : { kind: 'call', tunnel, connection, path: passed }
}

/** `/.well-known/<name>/t/<tunnel>/<connection>[/rest]`, or without `/t/<tunnel>` where the host names the tunnel. */
function rootProbe(segments: readonly string[], query: string, named: string | undefined): Target {
  const [, name = '', ...place] = segments
  if (named === undefined && place.shift() !== 't') return { kind: 'nothing' }
  const tunnel = named ?? place.shift() ?? ''
  const [connection = '', ...rest] = place
  const good = TunnelAlias.safeParse(tunnel).success && ConnectionName.safeParse(connection).success
  if (!good || !/^[a-z-]+$/.test(name) || !isPlain(rest)) return { kind: 'nothing' }
  const path = `/${[connection, '.well-known', name, ...rest].join('/')}${query}`
  return { kind: 'well-known', tunnel, connection, path, atRoot: true }
}

/** A dot segment, also with what some systems take off its end: parameters (RFC 3986 §3.3) and spaces. */
const dots = /^(?:\.|%2e){1,2}(?:(?:;|%3b|\s|%20).*)?$/i

/**
 * No empty segment but a last one (a trailing slash may matter to the server, G17), no dot segments in any spelling, no backslash, no
 * encoded slash, no control characters: whoever joins the path to an address later can leave that address in no way.
 */
function isPlain(segments: readonly string[]): boolean {
  return segments.every((segment, at) => {
    if (segment === '') return at === segments.length - 1
    if (/[\\]|%2f|%5c|%0|%1|%7f/i.test(segment)) return false
    return !dots.test(segment)
  })
}

function aliasOf(host: string, wildcardDomain: string | undefined): string | undefined {
  if (wildcardDomain === undefined) return undefined
  const name = host.toLowerCase().replace(/:\d+$/, '')
  if (!name.endsWith(`.${wildcardDomain}`)) return undefined
  return name.slice(0, -wildcardDomain.length - 1)
}
