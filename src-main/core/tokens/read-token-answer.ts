/** Reads what token endpoints really send, and turns it into what RFC 6749 §5 says they send; every deviation becomes a note. */
import { z } from 'zod'
import type { Note } from '#contract/discovery.ts'
import { type Fields, readFields, withoutEmpty } from './read-fields.ts'
import { refusalIn } from './read-refusal.ts'
import type { Refusal } from './token-answer.ts'

/** A successful answer in the form the library's process half accepts. */
export const TokenBody = z.looseObject({
  /** RFC 6750 §2.1: visible ASCII, so that it cannot break out of a header. */
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string(),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  scope: z.string().optional(),
  id_token: z.string().optional(),
})
export type TokenBody = z.infer<typeof TokenBody>

export type ReadAnswer<Body> =
  | { readonly kind: 'accepted'; readonly body: Body; readonly notes: readonly Note[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly notes: readonly Note[] }

/** Ten years in seconds: a longer lifetime is a date or a mistake. */
const LONGEST_LIFETIME = 315_360_000

/** Reads one answer of a token endpoint. Throws only when the body cannot be read at all. */
export async function readTokenAnswer(response: Response): Promise<ReadAnswer<TokenBody>> {
  const notes: Note[] = []
  const { fields, text } = await readFields(response, notes)
  const refusal = refusalIn(response, fields, text, notes)
  if (refusal) return { kind: 'refused', refusal, notes }
  const body = TokenBody.safeParse(normalized(fields ?? {}, notes))
  if (body.success) {
    if (response.status !== 200) {
      notes.push(note('token-status', `The tokens came with status ${response.status}.`))
    }
    return { kind: 'accepted', body: body.data, notes }
  }
  return { kind: 'refused', refusal: unusable(response, fields), notes }
}

function normalized(raw: Fields, notes: Note[]): Fields {
  const fields = unnested(renamed(withoutEmpty(raw, notes), notes), notes)
  return withoutEmpty(
    {
      ...fields,
      access_token: trimmedText(fields['access_token']),
      token_type: tokenType(fields['token_type'], notes),
      expires_in: lifetime(fields['expires_in'], notes),
      refresh_token: textOrNothing('refresh_token', fields, notes),
      id_token: textOrNothing('id_token', fields, notes),
      scope: scope(fields['scope'], notes),
    },
    [],
  )
}

function renamed(fields: Fields, notes: Note[]): Fields {
  const names = ['accessToken', 'tokenType', 'expiresIn', 'refreshToken', 'idToken']
  const used = names.filter((name) => name in fields && !(snakeCase(name) in fields))
  if (used.length === 0) return fields
  notes.push(note('token-member-names', `Members are spelled in another way: ${used.join(', ')}.`))
  return { ...fields, ...Object.fromEntries(used.map((name) => [snakeCase(name), fields[name]])) }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Some apps of Slack answer with the person's token inside `authed_user`; others wrap everything in `data`. */
function unnested(fields: Fields, notes: Note[]): Fields {
  if ('access_token' in fields) return fields
  for (const name of ['authed_user', 'data', 'result']) {
    const inner = z.record(z.string(), z.unknown()).safeParse(fields[name])
    const candidate = inner.success ? renamed(withoutEmpty(inner.data, []), []) : {}
    if ('access_token' in candidate) {
      notes.push(note('token-nested', `The tokens were inside "${name}".`))
      return { ...fields, ...candidate }
    }
  }
  return fields
}

/** Only `DPoP` changes what we send; everything else is used as a bearer token, as all servers seen expect. */
function tokenType(value: unknown, notes: Note[]): string {
  if (value === 'Bearer' || value === 'DPoP') return value
  const said = typeof value === 'string' ? value.trim() : ''
  const meant = said.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer'
  const shown = /^[\w ./:-]{1,40}$/.test(said) ? `"${said}"` : 'missing or unreadable'
  notes.push(note('token-type', `The token type is ${shown}; the token is used as ${meant}.`))
  return meant
}

function lifetime(value: unknown, notes: Note[]): number | undefined {
  if (value === undefined) return undefined
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof seconds !== 'number' || !(seconds > 0 && seconds <= LONGEST_LIFETIME)) {
    notes.push(
      note('token-lifetime', 'The lifetime makes no sense; the token is used until it is refused.'),
    )
    return undefined
  }
  if (seconds !== value)
    notes.push(note('token-lifetime-text', 'The lifetime came as text, not as a number.'))
  return seconds
}

function textOrNothing(name: string, fields: Fields, notes: Note[]): string | undefined {
  const value = fields[name]
  if (value === undefined || typeof value === 'string') return value
  notes.push(note('token-member-type', `"${name}" is not text and was left out of account.`))
  return undefined
}

function trimmedText(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value
}

function scope(value: unknown, notes: Note[]): string | undefined {
  if (value === undefined) return undefined
  const list = z.array(z.string()).safeParse(value)
  if (list.success) {
    notes.push(note('token-scope-list', 'The scopes came as a list, not as text.'))
    return list.data.join(' ')
  }
  if (typeof value !== 'string') {
    notes.push(note('token-member-type', '"scope" is not text and was left out of account.'))
    return undefined
  }
  if (!value.includes(',') || value.includes(' ')) return value
  notes.push(note('token-scope-commas', 'The scopes were separated by commas.'))
  return value.split(',').join(' ')
}

function unusable(response: Response, fields: Fields | undefined): Refusal {
  const description = fields
    ? 'The answer has no usable access token.'
    : 'The answer is neither JSON nor form-encoded.'
  return { kind: 'unusable', error: '', description, status: response.status }
}

function note(code: string, message: string): Note {
  return { code, message }
}
