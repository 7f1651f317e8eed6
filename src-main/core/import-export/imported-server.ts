/** What an import understood: servers that can be connected to, and entries that cannot, each with the reason. */
import { say, type Sentence } from '#core/say.ts'

export interface ImportedHeader {
  readonly name: string
  /** Belongs into the vault, never into a file, a log or an export. */
  readonly value: string
  /** Nobody can tell a harmless header from a key, so all of them are treated as keys. */
  readonly secret: true
  /** What the person still has to fill in, in the words of the imported text; empty when the value is complete. */
  readonly missing: readonly string[]
}

export interface RemoteServer {
  readonly kind: 'remote'
  readonly name: string
  readonly url: string
  readonly headers: readonly ImportedHeader[]
  readonly clientId?: string
  /** A secret, like the values of headers. */
  readonly clientSecret?: string
  readonly scope?: string
  readonly loginHost?: string
  /** What was read but is not used here, one sentence each. */
  readonly notes: readonly Sentence[]
}

/** An entry that was understood and cannot be connected to. */
export interface SkippedEntry {
  readonly kind: 'skipped'
  readonly name: string
  readonly reason: Sentence
  /** What it would start; nobody but a person who has seen it may say that it is started (S10). */
  readonly command?: ImportedCommand
}

export interface ImportedCommand {
  readonly program: string
  readonly args: readonly string[]
  /** As the text says; undefined: it does not. */
  readonly folder?: string
  /** Secrets, like the values of headers. */
  readonly variables: Readonly<Record<string, string>>
  /** Variables that have no value in the text. */
  readonly missing: readonly string[]
}

export type ImportedServer = RemoteServer | SkippedEntry

/** The parts of a server as the text gave them. */
export interface ServerParts {
  readonly name?: string | undefined
  readonly url: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
  readonly scope?: string | undefined
  readonly loginHost?: string | undefined
  readonly notes?: readonly Sentence[]
}

/** Values for placeholders, and how placeholders that have none are described. */
export interface Variables {
  readonly values: Readonly<Record<string, string>>
  readonly descriptions: Readonly<Record<string, string>>
}

export const noVariables: Variables = { values: {}, descriptions: {} }

/** Builds the server, fills in variables, and says why when its address cannot be used. */
export function importedServer(parts: ServerParts, variables: Variables): ImportedServer {
  const address = fillIn(parts.url.trim(), variables)
  const name = parts.name?.trim() || nameOf(address.text)
  if (address.missing.length > 0) {
    return skipped(name, say('import.gap', { names: address.missing.join(', ') }))
  }
  if (!isHttpAddress(address.text)) return skipped(name, say('import.not-https'))
  const url = new URL(address.text)
  if (url.username !== '' || url.password !== '') {
    return skipped(name, say('import.credentials'))
  }
  const { clientId, clientSecret, scope, loginHost } = parts
  const headers = (parts.headers ?? []).filter(([each]) => isHeaderName(each))
  return {
    kind: 'remote',
    name,
    url: address.text,
    headers: headers.map(([each, value]) => header(each, value, variables)),
    ...(clientId && { clientId: fillIn(clientId, variables).text }),
    ...(clientSecret && { clientSecret: fillIn(clientSecret, variables).text }),
    ...(scope && { scope }),
    ...(loginHost && { loginHost }),
    notes: [
      ...(parts.notes ?? []),
      ...(headers.length < (parts.headers?.length ?? 0) ? [say('import.header')] : []),
    ],
  }
}

/** An entry that is left out, and why. */
export function skipped(name: string, reason: Sentence): SkippedEntry {
  return { kind: 'skipped', name, reason }
}

/** True for an address that a request can go to. */
export function isHttpAddress(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text)
}

function header(name: string, value: string, variables: Variables): ImportedHeader {
  const filled = fillIn(value.trim(), variables)
  return { name, value: filled.text, secret: true, missing: filled.missing }
}

/** RFC 9110 §5.1. */
function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)
}

/** `${env:X}`, `${input:X}`, `${X}`, `${X:-default}`, and the ways documentation writes "put yours here". */
const placeholder =
  /\$\{(?:env:|input:)?([\w. -]{1,80})(?::-([^}]{0,500}))?\}|<([^<>]{1,80})>|\{\{([^{}]{1,80})\}\}|\b(YOUR[_-][\w-]{1,80})/g

function fillIn(
  text: string,
  { values, descriptions }: Variables,
): { text: string; missing: string[] } {
  const missing: string[] = []
  const filled = text.replace(
    placeholder,
    (whole: string, name?: string, fallback?: string, ...prose: unknown[]) => {
      if (name === undefined) {
        missing.push(prose.slice(0, 3).find((each) => typeof each === 'string') ?? whole)
        return whole
      }
      const value = own(values, name) ?? fallback
      if (value !== undefined) return value
      missing.push(own(descriptions, name) ?? name)
      return whole
    },
  )
  return { text: filled, missing }
}

function own(record: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** `https://mcp.linear.app/mcp` is called `linear`, `http://localhost:3000` is called `localhost-3000`. */
function nameOf(address: string): string {
  if (!URL.canParse(address)) return 'unnamed'
  const url = new URL(address)
  const labels = url.hostname.split('.')
  const telling = labels.filter((each) => !['mcp', 'www', 'api', 'app'].includes(each))
  if (labels.length === 1 || /^[\d.]+$|^\[/.test(url.hostname)) {
    return url.hostname + (url.port && `-${url.port}`)
  }
  return telling[0] ?? url.hostname
}
