/** Which proxy the environment names for an address: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY in both cases. */
import { isIP, BlockList } from 'node:net'
import { appError } from '#core/app-error.ts'
import { proxyByScript } from './proxy-script.ts'
import type { FindProxy } from './proxy-script.ts'
import { isLoopbackName, zoneOfAddress } from './zone.ts'
import { say } from '#core/say.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Who is asked for the proxy of an address: the environment first, then `findProxy` (the shell's own way), else the script that
 * `AIP_PROXY_PAC` names. Loopback and NO_PROXY are never asked about (R17).
 */
export function chooseProxy(environment: Environment, findProxy?: FindProxy): FindProxy {
  const script = variable(environment, 'aip_proxy_pac')
  const find = findProxy ?? (script === '' ? undefined : proxyByScript(script))
  return async (url) => {
    const named = proxyFor(url, environment)
    if (named || !find || isLoopback(url)) return named
    return bypassed(url, variable(environment, 'no_proxy')) ? undefined : find(url)
  }
}

/** The proxy that the environment names for `url`, or undefined: none. */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  if (isLoopback(url)) return undefined
  const names =
    url.protocol === 'https:' ? ['https_proxy', 'all_proxy'] : ['http_proxy', 'all_proxy']
  const named = names.map((name) => variable(environment, name)).find((value) => value !== '')
  if (!named || bypassed(url, variable(environment, 'no_proxy'))) return undefined
  return parseProxy(named)
}

/** Host name without the brackets of an IPv6 literal and without the dot of a fully qualified name. */
export function bareHostname(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
}

/** Whether `url` names this computer by name or by address, without a look-up. */
export function isLoopback(url: URL): boolean {
  const hostname = bareHostname(url)
  if (isLoopbackName(hostname)) return true
  return isIP(hostname) !== 0 && zoneOfAddress(hostname) === 'loopback'
}

function variable(environment: Environment, name: string): string {
  // An empty lower-case variable switches the upper-case one off, as curl does.
  return (environment[name] ?? environment[name.toUpperCase()] ?? '').trim()
}

function parseProxy(named: string): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(named) ? named : `http://${named}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.hostname && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw appError('proxy-failed', {
    step: 'network',
    whoseTurn: 'you',
    message: say('network.proxy-setting'),
    next: say('network.proxy-setting.next'),
    details: { proxy: url ? `${url.protocol}//${url.host}` : 'not a URL' },
  })
}

/** NO_PROXY as commonly understood: `*`, names with their subdomains, leading dots or `*.`, ports, IP addresses and ranges. */
function bypassed(url: URL, noProxy: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entryCovers(entry.toLowerCase(), bareHostname(url), port))
}

function entryCovers(entry: string, hostname: string, port: string): boolean {
  if (entry === '*') return true
  if (entry.includes('/')) return rangeCovers(entry, hostname)
  const withPort = /^(\[.+\]|[^:]+):(\d+)$/.exec(entry)
  if (withPort && withPort[2] !== port) return false
  const name = (withPort?.[1] ?? entry).replace(/^\[|\]$/g, '').replace(/^\*?\./, '')
  const wanted = name.replace(/\.$/, '')
  return hostname === wanted || (!isIP(hostname) && hostname.endsWith(`.${wanted}`))
}

function rangeCovers(entry: string, hostname: string): boolean {
  const [network = '', prefix = ''] = entry.split('/')
  const version = isIP(network)
  const bits = Number(prefix)
  if (!/^\d+$/.test(prefix) || version === 0 || version !== isIP(hostname)) return false
  if (bits > (version === 4 ? 32 : 128)) return false
  const family = version === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(network, bits, family)
  return list.check(hostname, family)
}
