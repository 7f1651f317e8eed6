/** The challenge parser: what RFC 9110 allows, what servers write, and properties over anything else. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bareAddressIn,
  bearerChallenge,
  parseChallenges,
  valueOf,
  valuesOf,
} from '#core/discovery/challenge.ts'

const only = (text: string) => parseChallenges(text)[0]

describe('parseChallenges', () => {
  it('reads quoted and bare values', () => {
    expect(parseChallenges('Bearer realm="a b", error=invalid_token')).toEqual([
      {
        scheme: 'Bearer',
        parameters: [
          { name: 'realm', value: 'a b' },
          { name: 'error', value: 'invalid_token' },
        ],
      },
    ])
  })

  it('keeps several challenges of one header apart', () => {
    const found = parseChallenges(
      'Basic realm="x", Negotiate, Bearer scope="a b", DPoP algs="ES256"',
    )
    expect(found.map((each) => each.scheme)).toEqual(['Basic', 'Negotiate', 'Bearer', 'DPoP'])
    expect(valueOf(found[2], 'scope')).toBe('a b')
  })

  it('reads several headers joined by a comma', () => {
    const headers = new Headers()
    headers.append('www-authenticate', 'Basic realm="x"')
    headers.append('www-authenticate', 'Bearer resource_metadata="https://a.example/x"')
    const found = parseChallenges(headers.get('www-authenticate') ?? '')
    expect(valueOf(bearerChallenge(found), 'resource_metadata')).toBe('https://a.example/x')
  })

  it('reads token68', () => {
    expect(parseChallenges('Negotiate YIIB/+._~==, Bearer')).toEqual([
      { scheme: 'Negotiate', token68: 'YIIB/+._~==', parameters: [] },
      { scheme: 'Bearer', parameters: [] },
    ])
  })

  it('takes a name followed by = as a parameter, even where a scheme could begin', () => {
    const [first, second] = parseChallenges('Bearer realm="x", Basic realm="y"')
    expect([valueOf(first, 'realm'), valueOf(second, 'realm')]).toEqual(['x', 'y'])
    expect(parseChallenges('Bearer a="1", b="2"')).toHaveLength(1)
  })

  it('undoes backslashes in quoted strings, and a comma or scheme inside one is text', () => {
    const challenge = only(
      String.raw`Bearer error_description="say \"hi\", Basic realm=x \\", error="e"`,
    )
    expect(valueOf(challenge, 'error_description')).toBe(
      String.raw`say "hi", Basic realm=x \ `.trim(),
    )
    expect(valueOf(challenge, 'error')).toBe('e')
  })

  it('keeps repeated parameters in order', () => {
    const challenge = only('Bearer resource_metadata="https://a", resource_metadata="https://b"')
    expect(valuesOf(challenge ?? { scheme: '', parameters: [] }, 'resource_metadata')).toEqual([
      'https://a',
      'https://b',
    ])
  })

  it('allows blanks around = and takes names without regard to case', () => {
    expect(valueOf(only('bearer Scope = "a"'), 'scope')).toBe('a')
  })

  it('reads addresses that lack their quotes, parameters that lack their commas, strings that lack their end', () => {
    const bare = only('Bearer resource_metadata=https://a.example/x?y=1, scope=a')
    expect(valueOf(bare, 'resource_metadata')).toBe('https://a.example/x?y=1')
    expect(valueOf(bare, 'scope')).toBe('a')
    expect(valueOf(only('Bearer realm="x" scope="a"'), 'scope')).toBe('a')
    expect(valueOf(only('Bearer scope="a b'), 'scope')).toBe('a b')
  })

  it('does not take words inside a description for parameters', () => {
    expect(valueOf(only('Bearer error_description="use scope=admin"'), 'scope')).toBeUndefined()
  })

  it('skips junk and goes on with the next challenge', () => {
    expect(parseChallenges(',, @@@ , "x", Bearer scope=a')).toEqual([
      { scheme: 'Bearer', parameters: [{ name: 'scope', value: 'a' }] },
    ])
  })
})

describe('bearerChallenge', () => {
  it('prefers the token challenge that says something', () => {
    const found = parseChallenges('Basic realm="x", Bearer, Bearer scope="a"')
    expect(valueOf(bearerChallenge(found), 'scope')).toBe('a')
  })

  it('finds none where only other schemes are', () => {
    expect(bearerChallenge(parseChallenges('Basic realm="x", Negotiate'))).toBeUndefined()
  })
})

describe('bareAddressIn', () => {
  it('takes a header that is an address, and nothing else', () => {
    expect(bareAddressIn(' "https://a.example/x" ')).toBe('https://a.example/x')
    expect(bareAddressIn('Bearer realm="https://a.example"')).toBeUndefined()
  })
})

const tokenText = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,12}$/)
const valueText = fc.string({ unit: 'grapheme-ascii', maxLength: 40 })
const challengeParts = fc.record({
  scheme: tokenText,
  parameters: fc.array(fc.record({ name: tokenText, value: valueText }), { maxLength: 5 }),
})

function write({
  scheme,
  parameters,
}: {
  scheme: string
  parameters: { name: string; value: string }[]
}) {
  const list = parameters.map(
    ({ name, value }) => `${name}="${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`,
  )
  return [scheme, list.join(', ')].filter(Boolean).join(' ')
}

describe('properties of parseChallenges', () => {
  it('reads back whatever was written by the grammar', () => {
    fc.assert(
      fc.property(fc.array(challengeParts, { maxLength: 4 }), (challenges) => {
        const expected = challenges.map(({ scheme, parameters }) => ({
          scheme,
          parameters: parameters.map(({ name, value }) => ({ name: name.toLowerCase(), value })),
        }))
        expect(parseChallenges(challenges.map(write).join(', '))).toEqual(expected)
      }),
    )
  })

  it('never throws and always ends, whatever the text', () => {
    const pieces = fc.constantFrom(
      'Bearer',
      ' ',
      ',',
      '=',
      '"',
      '\\',
      'a',
      'scope',
      '\t',
      'é',
      ':/',
    )
    const texts = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 40 }).map((each) => each.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        for (const challenge of parseChallenges(text)) {
          expect(challenge.scheme).toMatch(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/)
        }
      }),
    )
  })

  it('reads a megabyte of commas and quotes in one go', () => {
    expect(
      parseChallenges('Bearer a="' + '\\"'.repeat(200_000) + '"' + ','.repeat(200_000)),
    ).toHaveLength(1)
  })
})
