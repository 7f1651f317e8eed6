/** Takes secrets out of what is written down: tokens, codes, passwords, Authorization values, wherever they hide. */

const hidden = '[hidden]'

/** Names of query parameters, form fields, JSON members and headers whose values are secret. */
const secretName =
  '(?:[\\w-]*(?:token|secret|password|passphrase|assertion|api[_-]?key|private[_-]?key|credential)s?' +
  '|code|code_verifier|state|nonce|ticket|session|sessionid|sid|jwt|sig|signature|key|auth' +
  '|(?:proxy-)?authorization|(?:set-)?cookie|dpop|user_code|device_code|mcp-session-id)'

/** Names that look secret and are not. */
const plainName =
  /^(?:token_endpoint|token_type|token_endpoint_auth_method|status_?code|code_challenge_method)$/i

const rules: readonly (readonly [RegExp, string])[] = [
  // A login inside a URL.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/?#@"']+@/gi, `$1${hidden}@`],
  // Header lines and JSON members of credentials.
  [
    /(\b(?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?:[a-z][\w-]*\s+)?[^\s"',;]+/gi,
    `$1${hidden}`,
  ],
  [/(\b(?:set-)?cookie["']?\s*[:=]\s*["']?)[^"'\n]+/gi, `$1${hidden}`],
  [
    /\b(bearer|basic|dpop)\s+(?!realm\b|error\b|scope\b|resource_metadata\b|challenge\b)[\w.~+/=-]{6,}/gi,
    `$1 ${hidden}`,
  ],
  // JSON web tokens, and tokens of known makers, by their shape.
  [/\beyJ[\w-]{5,}\.[\w-]+\.?[\w-]*/g, hidden],
  [
    /\b(?:gh[pousr]_|github_pat_|glpat-|xox[a-z]-|sk-|lin_(?:api|oauth)_|pat-|ntn_)[\w-]{8,}/g,
    hidden,
  ],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden],
]

const pairs = new RegExp(
  `(^|[?&#;\\s{,"'(])(${secretName})(["']?\\s*[=:]\\s*)("(?:[^"\\\\]|\\\\.)*"|'[^']*'|[^\\s&#"',;})\\]]+)`,
  'gi',
)

/** `text` without secrets; everything else stays readable. */
export function redact(text: string): string {
  const shaped = rules.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text)
  return shaped.replace(
    pairs,
    (all: string, before: string, name: string, sign: string, value: string) => {
      if (plainName.test(name) || value.includes(hidden)) return all
      const quote = /^["']/.exec(value)?.[0] ?? ''
      return `${before}${name}${sign}${quote}${hidden}${quote}`
    },
  )
}

/** A copy of `value` in which no string holds a secret and members with secret names are hidden. */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value)
  if (value instanceof Error) return redact(`${value.name}: ${value.message}`)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > 6) return '[deep]'
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[bytes]'
  if (Array.isArray(value)) return value.map((each) => redactValue(each, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      isSecretName(name) && each != null && each !== '' ? hidden : redactValue(each, depth + 1),
    ]),
  )
}

const wholeSecretName = new RegExp(`^${secretName}$`, 'i')

function isSecretName(name: string): boolean {
  const snake = name.replace(/([a-z])([A-Z])/g, '$1_$2')
  // Inside our own facts `code`, `key` and `state` are error codes, names and statuses.
  if (/^(?:code|key|state|session|auth)$/i.test(name) || plainName.test(snake)) return false
  return wholeSecretName.test(name) || wholeSecretName.test(snake)
}
