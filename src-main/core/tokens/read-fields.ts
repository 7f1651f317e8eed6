/** Reads the members of an answer, JSON or form-encoded, whatever its content type says. */
import { z } from 'zod'
import type { Note } from '#contract/discovery.ts'
import { readText } from './read-text.ts'

export type Fields = Readonly<Record<string, unknown>>

/** The members of the answer, undefined when it has none; and its text. */
export async function readFields(
  response: Response,
  notes: Note[],
): Promise<{ readonly fields: Fields | undefined; readonly text: string }> {
  const text = await readText(response)
  return { fields: parse(text, response.headers.get('content-type') ?? '', notes), text }
}

function parse(text: string, contentType: string, notes: Note[]): Fields | undefined {
  const trimmed = text.replace(/^\uFEFF/, '').trim()
  if (trimmed.length !== text.length) {
    notes.push(
      note('token-whitespace', 'There was a byte order mark or white space around the answer.'),
    )
  }
  const json = jsonObject(trimmed)
  if (json) {
    if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType)) {
      const said = /^[\w.+/-]{1,60}/.exec(contentType)?.[0] ?? 'nothing'
      notes.push(note('token-content-type', `The answer is JSON, its content type says ${said}.`))
    }
    return json
  }
  if (!/^[\w.-]+=[^\s<>{}]*$/.test(trimmed)) return undefined
  notes.push(note('token-form-encoded', 'The answer was form-encoded, not JSON.'))
  return Object.fromEntries(new URLSearchParams(trimmed))
}

function jsonObject(text: string): Fields | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data
  } catch {
    // Not JSON is an ordinary case here: the caller tries the next form.
    return undefined
  }
}

const KNOWN_MEMBERS = [
  'access_token',
  'token_type',
  'expires_in',
  'refresh_token',
  'scope',
  'id_token',
  'error',
  'error_description',
  'device_code',
  'interval',
  'verification_uri_complete',
]

/** The members that hold something; null and empty text say nothing. */
export function withoutEmpty(fields: Fields, notes: Note[]): Fields {
  const entries = Object.entries(fields)
  const empty = entries.filter(([, value]) => value === null || value === '').map(([name]) => name)
  // Only names of the specifications are repeated: a name of the server's making could be anything.
  const names = empty.filter((name) => KNOWN_MEMBERS.includes(name))
  if (names.length > 0) {
    const message = `Empty members were left out of account: ${names.join(', ')}.`
    notes.push(note('token-empty-members', message))
  }
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && value !== null && value !== ''),
  )
}

function note(code: string, message: string): Note {
  return { code, message }
}
