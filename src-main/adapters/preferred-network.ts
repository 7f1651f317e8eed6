/** What the person chose about the network, in the words of the environment, which the network layer reads. */
import type { Preferences } from '#contract/preferences.ts'

/** Variables that take the place of those the program was started with. */
export function preferredNetwork({ proxy, caFile }: Preferences): Record<string, string> {
  const authorities = caFile === '' ? {} : { NODE_EXTRA_CA_CERTS: caFile }
  switch (proxy.mode) {
    case 'system':
      return authorities
    case 'direct':
      return { ...authorities, NO_PROXY: '*', no_proxy: '*' }
    case 'manual': {
      const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']
      return { ...authorities, ...Object.fromEntries(names.map((name) => [name, proxy.url])) }
    }
  }
}
