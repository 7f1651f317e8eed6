/** The address a person typed: what can be a server, what cannot, and the addresses that follow from it. */
import { badAddress, credentialsInAddress } from './refusals.ts'
import { say } from '#core/say.ts'

/** Checks and parses the address of an MCP server; throws `bad-address` or `credentials-in-address`. The fragment is dropped (C27). */
export function parseServerAddress(text: string): URL {
  const trimmed = text.trim()
  if (!URL.canParse(trimmed)) {
    const guess = `https://${trimmed}`
    const near = /^[\w.-]+\.[a-z]{2,}(?:[:/?].*)?$/i.test(trimmed) && URL.canParse(guess)
    const next = near ? say('bad-address.near', { guess }) : say('bad-address.next')
    throw badAddress(withoutCredentials(trimmed), say('bad-address.none'), next)
  }
  const url = new URL(trimmed)
  if (url.username || url.password) throw credentialsInAddress()
  if (!['http:', 'https:'].includes(url.protocol) || !url.hostname) {
    const why = say('bad-address.protocol', { protocol: url.protocol.slice(0, -1) })
    const next = say('bad-address.protocol.next')
    throw badAddress(withoutCredentials(trimmed), why, next)
  }
  url.hash = ''
  return url
}

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//').replace(/^[^/@]*:[^/@]*@/, '')
}

/** Where resource metadata may lie when no challenge says so: path form, then root (C4, RFC 9728 §3.1). */
export function resourceMetadataAddresses(server: URL): string[] {
  const root = `${server.origin}/.well-known/oauth-protected-resource`
  const path = server.pathname === '/' ? '' : server.pathname
  const forms = [root + path + server.search, root + path.replace(/\/$/, ''), root]
  return [...new Set(forms)]
}

/** Where the metadata of an issuer may lie, in the order of C11 and C12. */
export function serverMetadataAddresses(issuer: URL): string[] {
  const path = issuer.pathname.replace(/\/$/, '')
  const inserted = ['oauth-authorization-server', 'openid-configuration'].map(
    (name) => `${issuer.origin}/.well-known/${name}${path}`,
  )
  return path ? [...inserted, `${issuer.origin}${path}/.well-known/openid-configuration`] : inserted
}

/** Same text but for one slash at the end. */
export function sameButForSlash(one: string, other: string): boolean {
  return one !== other && one.replace(/\/$/, '') === other.replace(/\/$/, '')
}
