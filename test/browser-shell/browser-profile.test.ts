/** The profile behind a window: nothing typed there is kept by the browser. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { prepareProfile } from '../../src-main/browser-shell/browser-profile.ts'
import { privateFolder } from '../adapters/store/private-folder.ts'

/** A profile whose preferences are `text` so far, and a look at them. */
function profileWith(text?: string) {
  const folder = join(privateFolder(), 'profile')
  const file = join(folder, 'Default', 'Preferences')
  if (text !== undefined) {
    mkdirSync(join(folder, 'Default'), { recursive: true })
    writeFileSync(file, text)
  }
  return { folder, file, read: () => JSON.parse(readFileSync(file, 'utf8')) as unknown }
}

const keepsNothing = {
  credentials_enable_service: false,
  autofill: { profile_enabled: false, credit_card_enabled: false },
}

it('keeps no passwords and no forms, and is for its owner only', () => {
  const { folder, file, read } = profileWith()
  prepareProfile(folder)
  expect(read()).toMatchObject(keepsNothing)
  expect(statSync(file).mode & 0o077).toBe(0)
  expect(statSync(folder).mode & 0o077).toBe(0)
})

it('of an earlier version is changed in this alone', () => {
  const { folder, read } = profileWith('{"browser":{"window_placement":{"top":10}}}')
  prepareProfile(folder)
  expect(read()).toMatchObject({ browser: { window_placement: { top: 10 } }, ...keepsNothing })
})

it('is left alone where that is done, since a browser may be writing it', () => {
  const { folder, read } = profileWith('{"credentials_enable_service":false}')
  prepareProfile(folder)
  expect(read()).toEqual({ credentials_enable_service: false })
})

it('with broken preferences begins anew, as the browser would', () => {
  const { folder, read } = profileWith('{"browser":')
  prepareProfile(folder)
  expect(read()).toMatchObject(keepsNothing)
})
