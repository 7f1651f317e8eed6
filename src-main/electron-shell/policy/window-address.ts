/** The one address space our own window lives in, and the check that something is part of it. */

/** A scheme of our own: unlike `file:` its pages have an origin, and no other page shares it. */
export const windowScheme = 'aip-app'
const windowHost = 'window'

export const windowAddress = `${windowScheme}://${windowHost}/index.html`

/** True for the pages and files of our window, and for nothing that only looks like them. */
export function isWindowAddress(address: string): boolean {
  const url = URL.parse(address)
  return (
    url !== null &&
    url.protocol === `${windowScheme}:` &&
    url.host === windowHost &&
    url.username === '' &&
    url.password === ''
  )
}

/** The file of the built window an address stands for, relative and with forward slashes; undefined for everything else. */
export function windowFile(address: string): string | undefined {
  if (!isWindowAddress(address)) return undefined
  const { pathname } = new URL(address)
  if (pathname === '/' || pathname === '') return 'index.html'
  const parts = pathname.split('/').slice(1)
  // Only names the bundler gives: none is escaped, hidden, or climbs.
  return parts.every((part) => /^[\w-][\w.-]*$/.test(part)) ? parts.join('/') : undefined
}
