/** The proxy of sign-in popups, in Chromium's words: the same choice the HTTP layer makes for its own requests (R17). */
import type { Preferences } from '#contract/preferences.ts'
import type { ProxyConfig } from 'electron'

type Environment = Readonly<Record<string, string | undefined>>

/** Chromium itself keeps loopback away from every proxy. A login in the proxy's address is dropped: Chromium would not use it. */
export function popupProxy(choice: Preferences['proxy'], environment: Environment): ProxyConfig {
  if (choice.mode === 'direct') return { mode: 'direct' }
  if (choice.mode === 'manual') return fixed({ https: choice.url, http: choice.url }, '')
  const named = (name: string) =>
    (environment[name] ?? environment[name.toUpperCase()] ?? '').trim()
  const all = named('all_proxy')
  const https = named('https_proxy') || all
  const http = named('http_proxy') || all
  if (https === '' && http === '') return { mode: 'system' }
  return fixed({ https, http }, named('no_proxy'))
}

function fixed(proxies: { https: string; http: string }, noProxy: string): ProxyConfig {
  const rules = Object.entries(proxies).flatMap(([scheme, proxy]) => {
    const server = proxyServer(proxy)
    return server === undefined ? [] : [`${scheme}=${server}`]
  })
  return {
    mode: 'fixed_servers',
    proxyRules: rules.join(';'),
    proxyBypassRules: bypassRules(noProxy),
  }
}

function proxyServer(proxy: string): string | undefined {
  if (proxy === '') return undefined
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`)
  return url === null ? undefined : `${url.protocol}//${url.host}`
}

/** NO_PROXY means a name with its subdomains; Chromium wants both written down. */
function bypassRules(noProxy: string): string {
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .flatMap((entry) => {
      const name = entry.replace(/^\*?\./, '')
      return entry === '*' || entry.includes('/') || /^[\d.:[\]]+$/.test(name)
        ? [entry]
        : [name, `*.${name}`]
    })
    .join(',')
}
