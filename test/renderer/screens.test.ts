/**
 * Every screen, in both themes and three languages: it can be read and used by everybody (axe), it says nothing in a language that was not chosen, and
 * the browser has nothing to complain about.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Preferences } from '#contract/preferences.ts'
import { emptyState } from '../contract/empty-state.ts'
import { violationsOn } from './axe.ts'
import { englishOn } from './foreign-words.ts'
import { scenes } from './gallery.ts'
import { startWindows, type OpenWindow, type Windows } from './window.ts'

const pictures = resolve(import.meta.dirname, '../../test-results/screens')
const themes: readonly Preferences['theme'][] = ['light', 'dark']
const languages: readonly Preferences['language'][] = ['en', 'ko', 'ja']
const looks = themes.flatMap((theme) => languages.map((language) => [theme, language] as const))

const hasBrowser = existsSync('/usr/bin/chromium')
if (!hasBrowser) process.stderr.write('Screens are not looked at: no /usr/bin/chromium.\n')

/** React Aria's announcer goes on naming, for some seconds, a button whose dialog is closed already. */
const announcer = '[data-live-announcer]'

/** Six looks at a screen, on a machine that may be busy. */
const patience = { timeout: 120_000 }

describe.skipIf(!hasBrowser)('every screen', () => {
  let windows: Windows
  let opened: OpenWindow

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    windows = await startWindows()
    opened = await windows.open(emptyState())
  })
  afterAll(() => windows.close())

  it.each(scenes)(
    '$name is accessible in both themes and three languages',
    patience,
    async (scene) => {
      await opened.reopen(scene.state, scene.answers)
      const { page, complaints } = opened
      await scene.go?.(page)
      const state = scene.ends ?? scene.state
      const found: string[] = []
      for (const [theme, language] of looks) {
        await opened.show({ ...state, preferences: { ...state.preferences, theme, language } })
        await page.waitForFunction(
          ([wantedTheme, wantedLanguage]) => {
            const { lang, dataset } = document.documentElement
            return lang === wantedLanguage && dataset['theme'] === wantedTheme
          },
          [theme, language] as const,
        )
        const violations = await violationsOn(page, [announcer])
        found.push(...violations.map((each) => `${theme} ${language}: ${each}`))
        const english = language === 'en' ? [] : await englishOn(page)
        found.push(...english.map((text) => `${theme} ${language} in English: ${text}`))
        await page.screenshot({ path: join(pictures, `${scene.name}-${theme}-${language}.png`) })
      }
      expect(found).toEqual([])
      expect(complaints).toEqual([])
    },
  )
})
