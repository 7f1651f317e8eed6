/** Understands the "add to my editor" links of documentation pages: a configuration packed into an address. */
import { serversOfConfig } from './config-file.ts'
import type { ImportedServer } from './imported-server.ts'
import { parseJsonWithComments } from './json-with-comments.ts'

/** The servers in such a link; undefined for any other text. */
export function serversOfInstallLink(text: string): ImportedServer[] | undefined {
  if (!/^[a-z][a-z+.-]*:/i.test(text) || !URL.canParse(text)) return undefined
  const link = new URL(text)
  if (/^vscode(?:-insiders)?:$/.test(link.protocol) && link.pathname.endsWith('mcp/install')) {
    return read(decoded(link.search.slice(1)), undefined)
  }
  const config = link.searchParams.get('config')
  if (!/install-mcp|mcp\/install|add_mcp/.test(link.host + link.pathname) || config === null) {
    return undefined
  }
  return read(fromBase64(config), link.searchParams.get('name') ?? undefined)
}

function read(text: string, name: string | undefined): ImportedServer[] | undefined {
  return serversOfConfig(parseJsonWithComments(text), name)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray percent sign: what cannot be decoded is read as it stands.
    return text
  }
}

function fromBase64(text: string): string {
  try {
    const bytes = atob(text.replace(/ /g, '+').replace(/-/g, '+').replace(/_/g, '/'))
    return new TextDecoder().decode(Uint8Array.from(bytes, (each) => each.charCodeAt(0)))
  } catch {
    // Some links carry the configuration as it is.
    return text
  }
}
