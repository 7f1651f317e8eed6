/** Reads a metadata document by its content, not by its labels, and repairs what is wrong in harmless ways (R10). */
import type { Note } from '#contract/discovery.ts'
import type { Reply } from './prober.ts'

export type ReadDocument =
  | { readonly document: Record<string, unknown>; readonly notes: readonly Note[] }
  | { readonly document?: undefined; readonly why: string }

/** A JSON object from a 200, without its null members; or why the reply is none. */
export function readDocument(reply: Reply): ReadDocument {
  if (reply.status !== 200) return { why: `the address answers ${reply.status}` }
  const parsed = parseObject(reply.text)
  if (!parsed) return { why: isHtml(reply) ? 'it is a web page' : 'it is not JSON' }
  const notes: Note[] = []
  if (!/\bjson\b/i.test(reply.contentType)) {
    const type = reply.contentType || 'nothing'
    notes.push({
      code: 'metadata-type',
      message: `${reply.url} holds JSON but is labelled as ${type}.`,
    })
  }
  const filled = Object.entries(parsed).filter(([, value]) => value !== null)
  if (filled.length < Object.keys(parsed).length) {
    notes.push({ code: 'metadata-nulls', message: `${reply.url} has empty (null) members.` })
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
