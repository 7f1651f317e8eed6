/** Reads `WWW-Authenticate`: several challenges, quoted strings, token68, repeated parameters; never throws, whatever a server wrote. */

/** One challenge of RFC 9110 §11.3. */
export interface Challenge {
  /** As written; compare it without regard to case (RFC 9110 §11.1). */
  readonly scheme: string
  /** `Negotiate YII…`: the one value that is no parameter. */
  readonly token68?: string
  /** In the order written; a name may come twice. Names are in lower case. */
  readonly parameters: readonly ChallengeParameter[]
}

export interface ChallengeParameter {
  readonly name: string
  readonly value: string
}

interface Draft {
  scheme: string
  token68?: string
  parameters: ChallengeParameter[]
}

const token = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y
/** Only when nothing but a comma or the end follows, else it is the name of a parameter (RFC 9110 §11.2). */
const token68 = /[A-Za-z0-9\-._~+/]+=*(?=[ \t]*(?:,|$))/y
const quoted = /"((?:[^"\\]|\\[^])*)(?:"|\\?$)/y
/** Wider than a token: servers leave the quotes off addresses. */
const bare = /[^\s,"]*/y
const separators = /[\s,]*/y
const equals = /[ \t]*=[ \t]*/y
const spaces = /[ \t]+/y
const junk = /[^,]*/y

/** The challenges in a header value; several headers joined by commas are one value (RFC 9110 §5.3). What cannot be read is skipped. */
export function parseChallenges(headerValue: string): Challenge[] {
  const reader = readerOf(headerValue)
  const found: Draft[] = []
  for (reader.take(separators); !reader.atEnd(); reader.take(separators)) {
    const name = reader.take(token)
    if (!name) {
      // A character no challenge begins with: go on behind the next comma.
      reader.take(junk)
      continue
    }
    const current = found.at(-1)
    if (current && reader.take(equals) !== undefined) {
      current.parameters.push({ name: name.toLowerCase(), value: valueAt(reader) })
    } else {
      found.push(beginChallenge(name, reader))
    }
  }
  return found
}

function beginChallenge(scheme: string, reader: Reader): Draft {
  const challenge: Draft = { scheme, parameters: [] }
  if (reader.take(spaces) === undefined) return challenge
  const credentials = reader.take(token68)
  if (credentials !== undefined) challenge.token68 = credentials
  return challenge
}

function valueAt(reader: Reader): string {
  const string = reader.match(quoted)
  if (string) return (string[1] ?? '').replaceAll(/\\([^])/g, '$1')
  return reader.take(bare) ?? ''
}

interface Reader {
  atEnd(): boolean
  /** The text of a match here, moving behind it; undefined when there is none. */
  take(pattern: RegExp): string | undefined
  match(pattern: RegExp): RegExpExecArray | null
}

function readerOf(text: string): Reader {
  let position = 0
  const match = (pattern: RegExp) => {
    const sticky = new RegExp(pattern.source, 'y')
    sticky.lastIndex = position
    const result = sticky.exec(text)
    if (result) position = sticky.lastIndex
    return result
  }
  return { atEnd: () => position >= text.length, match, take: (pattern) => match(pattern)?.[0] }
}

/** Every value a challenge gives for a parameter, in order. */
export function valuesOf(challenge: Challenge, name: string): string[] {
  const wanted = name.toLowerCase()
  return challenge.parameters.filter((each) => each.name === wanted).map((each) => each.value)
}

/** The first value a challenge gives for a parameter. */
export function valueOf(challenge: Challenge | undefined, name: string): string | undefined {
  return challenge && valuesOf(challenge, name)[0]
}

/** True for the schemes that carry OAuth access tokens (RFC 6750, RFC 9449). */
export function isTokenChallenge(challenge: Challenge): boolean {
  return ['bearer', 'dpop'].includes(challenge.scheme.toLowerCase())
}

/** True for the scheme of tokens that are bound to a key (RFC 9449 §7.1). */
export function isDpopChallenge(challenge: Challenge): boolean {
  return challenge.scheme.toLowerCase() === 'dpop'
}

/** The challenge that speaks to an OAuth client: the first Bearer (or DPoP) that says anything, else the first at all. */
export function bearerChallenge(challenges: readonly Challenge[]): Challenge | undefined {
  const fitting = challenges.filter(isTokenChallenge)
  return fitting.find((each) => each.parameters.length > 0) ?? fitting[0]
}

/** The address in a header that is nothing but an address (seen in the field). */
export function bareAddressIn(headerValue: string): string | undefined {
  const text = headerValue.trim().replace(/^"(.*)"$/, '$1')
  return /^https?:\/\/[^\s,"]+$/i.test(text) ? text : undefined
}
