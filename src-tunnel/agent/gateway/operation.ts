/** What a request asks the server to do: the JSON-RPC method and, for a call, the tool; from the body, else from the headers. */
import { fieldIn } from '#tunnel/http1/fields.ts'

/** One JSON-RPC message of a request. */
export interface Operation {
  readonly method: string
  /** Tool, prompt or resource; empty when the method has none. */
  readonly name: string
}

/** The messages in a body; undefined: it is not JSON in UTF-8. */
export function operationsIn(text: string): readonly Operation[] | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Whoever asked decides what a body that is no JSON means.
    return undefined
  }
  return (Array.isArray(value) ? value : [value]).map(operationOf)
}

/** What the headers of 2026-07-28 say; for the record only, as nothing makes a caller write the truth there (G24). */
export function operationInHeaders(raw: readonly string[]): Operation | undefined {
  const method = fieldIn(raw, 'mcp-method')
  if (method === undefined) return undefined
  return { method, name: decodedName(fieldIn(raw, 'mcp-name') ?? '') }
}

function operationOf(message: unknown): Operation {
  const method = memberOf(message, 'method')
  const params = memberOf(message, 'params')
  const name = memberOf(params, 'name')
  const uri = memberOf(params, 'uri')
  return {
    method: typeof method === 'string' ? method : '',
    name: typeof name === 'string' ? name : typeof uri === 'string' ? uri : '',
  }
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}

/** Names beyond printable ASCII come as `=?base64?…?=` (2026-07-28, Value Encoding). */
function decodedName(value: string): string {
  const inside = /^=\?base64\?([A-Za-z0-9+/=]*)\?=$/.exec(value)?.[1]
  return inside === undefined ? value : Buffer.from(inside, 'base64').toString('utf8')
}
