/** What a person may enter for the callback of their platform. */
import { expect, it } from 'vitest'
import { Preferences, PreferencesChange } from '#contract/preferences.ts'
import { platformCallbackFrom } from '#contract/platform-callback.ts'

const usual = 'https://platform.example.com/integration/oauth/callback'

it.each([
  ['platform.example.com', usual],
  [' https://platform.example.com/ ', usual],
  [
    'https://platform.example.com:8443',
    'https://platform.example.com:8443/integration/oauth/callback',
  ],
  ['https://platform.example.com/other/callback', 'https://platform.example.com/other/callback'],
  ['http://platform.example.com', undefined],
  ['https://user:password@platform.example.com', undefined],
  ['https://platform.example.com/callback?x=1', undefined],
  ['https://platform.example.com/callback#x', undefined],
  ['javascript:alert(1)', undefined],
  ['aip-desktop://callback', undefined],
  ['', undefined],
])('%j is %s', (text, callback) => {
  expect(platformCallbackFrom(text)).toBe(callback)
})

it('is kept as it is sent, and taken away with an empty field', () => {
  const change = PreferencesChange.parse({ platformCallback: 'platform.example.com' })
  expect(change).toEqual({ platformCallback: usual })
  expect(Preferences.parse(change).platformCallback).toBe(usual)
  expect(PreferencesChange.parse({ platformCallback: '' })).toEqual({ platformCallback: '' })
  expect(PreferencesChange.safeParse({ platformCallback: 'http://x.example.com' }).success).toBe(
    false,
  )
})
