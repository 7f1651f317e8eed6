/** Which addresses may be given to the person's own browser: https, and http on this computer. Everything else could start a program. */

/** The serialized address to open, or undefined: not to be opened. Electron's security checklist, item 15. */
export function openableOutside(address: string): string | undefined {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return undefined
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url))
  return safe ? url.href : undefined
}

/** True for the names of this computer: 127.0.0.0/8, ::1 and localhost (RFC 6761 §6.3). */
export function isLoopbackHost(url: URL): boolean {
  const host = url.hostname.replace(/\.$/, '')
  // URL has brought every other way to write an IPv4 address into this form.
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127(?:\.\d{1,3}){3}$/.test(host)
  )
}
