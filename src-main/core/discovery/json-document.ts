/** Reads a metadata document by its content, not by its labels, and repairs what is wrong in harmless ways (R10). */
import type { Note } from '#contract/discovery.ts'
import type { Reply } from './prober.ts'
import { noteOf, say, type Sentence } from '#core/say.ts'

export type ReadDocument =
  | { readonly document: Record<string, unknown>; readonly notes: readonly Note[] }
  | { readonly document?: undefined; readonly why: Sentence }

/** A JSON object from a 200, without its null members; or why the reply is none. */
export function readDocument(reply: Reply): ReadDocument {
  if (reply.status !== 200) return { why: say('document.status', { status: reply.status }) }
  const parsed = parseObject(reply.text)
  if (!parsed) return { why: isHtml(reply) ? say('document.page') : say('document.not-json') }
  const notes: Note[] = []
  if (!/\bjson\b/i.test(reply.contentType)) {
    const type = reply.contentType || say('answer.nothing')
    notes.push(noteOf('metadata-type', say('note.metadata-type', { address: reply.url, type })))
  }
  const filled = Object.entries(parsed).filter(([, value]) => value !== null)
  if (filled.length < Object.keys(parsed).length) {
    notes.push(noteOf('metadata-nulls', say('note.metadata-nulls', { address: reply.url })))
  }
  return { document: Object.fromEntries(filled), notes }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined
  } catch {
    // Not JSON is an expected answer at a guessed address; the caller says so in the trace.
    return undefined
  }
}

function isHtml(reply: Reply): boolean {
  return /html/i.test(reply.contentType) || /^\s*</.test(reply.text)
}
