/** A form out of a tool's JSON Schema, and the tool's input out of the form. Pure. */

export type Field = {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly isRequired: boolean
} & (
  | { readonly kind: 'text'; readonly isLong: boolean }
  | { readonly kind: 'number'; readonly isInteger: boolean }
  | { readonly kind: 'yes-no' }
  | { readonly kind: 'choice'; readonly choices: readonly (string | number)[] }
  /** One text on each line. */
  | { readonly kind: 'lines' }
  | { readonly kind: 'json' }
)

/** What stands in each field; a missing or empty one is not sent. */
export type Values = Readonly<Record<string, string>>

/** `faults`: by field name what is wrong; the empty name stands for the whole text. */
export type Read =
  | { readonly ok: true; readonly input: Record<string, unknown> }
  | { readonly ok: false; readonly faults: Readonly<Record<string, Fault>> }
export type Fault = 'missing' | 'not-number' | 'not-json'

/** Undefined: the schema is no plain object, so only JSON can be typed. */
export function fieldsOf(schema: Readonly<Record<string, unknown>>): readonly Field[] | undefined {
  const combines = ['oneOf', 'anyOf', 'allOf', '$ref'].some((word) => word in schema)
  if (combines || (schema['type'] !== undefined && schema['type'] !== 'object')) return undefined
  const properties = asObject(schema['properties']) ?? {}
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(properties).map(([name, property]) =>
    fieldOf(name, asObject(property) ?? {}, required.includes(name)),
  )
}

function fieldOf(name: string, schema: Record<string, unknown>, isRequired: boolean): Field {
  const description = asText(schema['description'])
  const base = { name, title: asText(schema['title']) || name, description, isRequired }
  const choices = schema['enum']
  if (Array.isArray(choices) && choices.every((each) => isTextOrNumber(each))) {
    return { ...base, kind: 'choice', choices }
  }
  switch (typeOf(schema)) {
    case 'string':
      return { ...base, kind: 'text', isLong: Number(schema['maxLength'] ?? 0) > 200 }
    case 'number':
      return { ...base, kind: 'number', isInteger: false }
    case 'integer':
      return { ...base, kind: 'number', isInteger: true }
    case 'boolean':
      return { ...base, kind: 'yes-no' }
    case 'array':
      return { ...base, kind: typeOf(asObject(schema['items'])) === 'string' ? 'lines' : 'json' }
    default:
      return { ...base, kind: 'json' }
  }
}

/** The one type of a schema; null beside it only means that it may be left out. */
function typeOf(schema: Record<string, unknown> | undefined): string | undefined {
  const type = schema?.['type']
  const types = (Array.isArray(type) ? type : [type]).filter((each) => each !== 'null')
  return types.length === 1 && typeof types[0] === 'string' ? types[0] : undefined
}

/** What the tool gets. */
export function inputFrom(fields: readonly Field[], values: Values): Read {
  const input: Record<string, unknown> = {}
  const faults: Record<string, Fault> = {}
  for (const field of fields) {
    const value = values[field.name] ?? ''
    if (value === '') {
      if (field.isRequired) faults[field.name] = 'missing'
      continue
    }
    const read = valueOf(field, value)
    if ('fault' in read) faults[field.name] = read.fault
    else input[field.name] = read.value
  }
  return Object.keys(faults).length === 0 ? { ok: true, input } : { ok: false, faults }
}

function valueOf(field: Field, value: string): { value: unknown } | { fault: Fault } {
  switch (field.kind) {
    case 'text':
      return { value }
    case 'number': {
      const number = Number(value)
      const isGood = Number.isFinite(number) && (!field.isInteger || Number.isInteger(number))
      return isGood ? { value: number } : { fault: 'not-number' }
    }
    case 'yes-no':
      return { value: value === 'true' }
    case 'choice':
      return { value: field.choices.find((each) => String(each) === value) ?? value }
    case 'lines':
      return { value: value.split('\n').filter((line) => line !== '') }
    case 'json':
      try {
        return { value: JSON.parse(value) }
      } catch {
        // What is not JSON yet is typed on; the field says so.
        return { fault: 'not-json' }
      }
  }
}

/** What is in the form, as text to go on with as JSON; faulty fields are left out. */
export function jsonFrom(fields: readonly Field[], values: Values): string {
  const good = fields.flatMap((field) => {
    const read = valueOf(field, values[field.name] ?? '')
    return (values[field.name] ?? '') === '' || 'fault' in read ? [] : [[field.name, read.value]]
  })
  return JSON.stringify(Object.fromEntries(good), null, 2)
}

/** The input typed as JSON. */
export function readInput(json: string): Read {
  try {
    const input = asObject(JSON.parse(json))
    return input ? { ok: true, input } : { ok: false, faults: { '': 'not-json' } }
  } catch {
    // What is not JSON yet is typed on; the field says so.
    return { ok: false, faults: { '': 'not-json' } }
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value }
    : undefined
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isTextOrNumber(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}
