/** Links of our own scheme: what they may propose, and everything they may not. */
import { describe, expect, it } from 'vitest'
import {
  linkInArguments,
  parseDeepLink,
} from '../../../src-main/electron-shell/policy/deep-link.ts'

const add = (parameters: string) => parseDeepLink(`aip-desktop://add?${parameters}`)

describe('a link', () => {
  it('opens the app', () => {
    expect(parseDeepLink('aip-desktop://open')).toEqual({ kind: 'open' })
    expect(parseDeepLink('aip-desktop://open/')).toEqual({ kind: 'open' })
  })

  it('proposes a server', () => {
    expect(add('url=https%3A%2F%2Fmcp.example.com%2Fmcp%3Fa%3Db&name=Wiki')).toEqual({
      kind: 'add',
      url: 'https://mcp.example.com/mcp?a=b',
      name: 'Wiki',
    })
    expect(add('url=http://127.0.0.1:3000/mcp')).toMatchObject({ kind: 'add', name: '' })
  })

  it('has its name shortened and freed of what would mislead the eye', () => {
    const name = encodeURIComponent(`Wiki\u202Egpj.exe\nSecond line ${'x'.repeat(200)}`)
    const link = add(`url=https://mcp.example.com&name=${name}`)
    if (link.kind !== 'add') throw new Error('not understood')
    expect(link.name.startsWith('Wiki gpj.exe Second line')).toBe(true)
    expect(link.name.length).toBeLessThanOrEqual(100)
  })

  it.each([
    '',
    'https://example.com',
    'aip-desktop:',
    'aip-desktop://',
    'aip-desktop://run?command=calc',
    'aip-desktop://open?x=1',
    'aip-desktop://open/extra',
    'aip-desktop://user@open',
    'aip-desktop://open:80',
    'aip-desktop://open#part',
    'aip-desktop://add',
    'aip-desktop://add?url=',
    'aip-desktop://add?url=mcp.example.com',
    'aip-desktop://add?url=javascript:alert(1)',
    'aip-desktop://add?url=file:///etc/passwd',
    'aip-desktop://add?url=https://user:secret@example.com/',
    'aip-desktop://add?url=https://example.com/%23part',
    'aip-desktop://add?url=https://a.example&url=https://b.example',
    'aip-desktop://add?url=https://a.example&header=Authorization:x',
    'aip-desktop://add/extra?url=https://a.example',
    `aip-desktop://add?url=https://a.example/${'x'.repeat(5000)}`,
  ])('like %j is unusable', (text) => {
    expect(parseDeepLink(text)).toEqual({ kind: 'unusable' })
  })
})

describe('the arguments of a second start', () => {
  it.each([
    [['aip-desktop', 'aip-desktop://open'], 'aip-desktop://open'],
    [['aip-desktop', '--switch', 'AIP-Desktop://open'], 'AIP-Desktop://open'],
    [['aip-desktop'], undefined],
    [['aip-desktop', 'aip-desktop://open', '--inspect'], undefined],
    [['aip-desktop', 'https://example.com'], undefined],
    [[], undefined],
  ])('%j hold the link %s', (argv, link) => expect(linkInArguments(argv)).toBe(link))
})
