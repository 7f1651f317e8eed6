/** Makes authorization server metadata that is wrong in harmless ways fit its schema, and says what was changed (R10). */
import { ServerMetadata } from '#contract/discovery.ts'
import type { Note } from '#contract/discovery.ts'
import { noteOf, say, type Sentence } from '#core/say.ts'

export type Tidied =
  | { readonly server: ServerMetadata; readonly notes: readonly Note[] }
  | { readonly server?: undefined; readonly why: Sentence }

/** Parses a document; members of the wrong kind are repaired or left out, except `issuer`, which has to be right. */
export function tidyServerMetadata(document: Record<string, unknown>, address: string): Tidied {
  if (typeof document['issuer'] !== 'string' || document['issuer'] === '') {
    return { why: say('document.which-issuer') }
  }
  const repaired = repair(document)
  const wrong = wrongMembers(repaired)
  const kept = Object.fromEntries(
    Object.entries(repaired).filter(([name]) => !wrong.includes(name)),
  )
  const server = ServerMetadata.safeParse(kept)
  if (!server.success) return { why: say('document.wrong-types') }
  if (!server.data.token_endpoint) return { why: say('document.no-token-endpoint') }
  if (!server.data.authorization_endpoint && needsBrowser(server.data)) {
    return { why: say('document.no-authorization-endpoint') }
  }
  return { server: server.data, notes: notesOf(document, repaired, wrong, address) }
}

function notesOf(
  document: Record<string, unknown>,
  repaired: Record<string, unknown>,
  wrong: readonly string[],
  address: string,
): Note[] {
  const mended = Object.keys(document).filter((name) => document[name] !== repaired[name])
  const notes: Note[] = []
  if (mended.length > 0) {
    const message = say('note.metadata-mended', { address, members: mended.join(', ') })
    notes.push(noteOf('metadata-mended', message))
  }
  if (wrong.length > 0) {
    const message = say('note.metadata-member-dropped', { address, members: wrong.join(', ') })
    notes.push(noteOf('metadata-member-dropped', message))
  }
  return notes
}

const flags = [
  'client_id_metadata_document_supported',
  'authorization_response_iss_parameter_supported',
]

/** Lists written as one text, truth values written as text. */
function repair(document: Record<string, unknown>): Record<string, unknown> {
  const mended = Object.entries(document).map(([name, value]) => {
    if (typeof value !== 'string') return [name, value] as const
    if (flags.includes(name) && /^(?:true|false)$/i.test(value)) {
      return [name, value.toLowerCase() === 'true'] as const
    }
    const isList = name.endsWith('_supported') && !flags.includes(name)
    return [name, isList ? value.split(/[\s,]+/).filter(Boolean) : value] as const
  })
  return Object.fromEntries(mended)
}

function wrongMembers(document: Record<string, unknown>): string[] {
  const parsed = ServerMetadata.safeParse(document)
  if (parsed.success) return []
  return [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
}

/** False for servers that serve machines only (E1): they list grants, and not the one that needs a browser. */
function needsBrowser(server: ServerMetadata): boolean {
  const grants = server.grant_types_supported
  return grants === undefined || grants.length === 0 || grants.includes('authorization_code')
}
