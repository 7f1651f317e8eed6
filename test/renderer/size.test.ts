/** The window is small enough to be there at once. */
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildWindow } from './build-window.ts'

const LIMIT = 250_000

describe('the files of the window', () => {
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aip-window-'))
    await buildWindow(folder)
  })
  afterAll(() => rm(folder, { recursive: true }))

  it(`are under ${LIMIT / 1000} KB, compressed, for a window in whatever language`, () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    const sizes = files
      .filter((file) => file.isFile())
      .map((file) => ({
        name: file.name,
        size: gzipSync(readFileSync(join(file.parentPath, file.name))).length,
      }))
    // A window loads one of these beside the rest, and only when its person reads that language.
    const languages = sizes.filter(({ name }) => /^(?:ko|ja)-.*\.js$/.test(name))
    const rest = sizes.filter((file) => !languages.includes(file))
    expect(languages).toHaveLength(2)
    const sum =
      rest.reduce((all, { size }) => all + size, 0) + Math.max(...languages.map(({ size }) => size))
    expect(sum).toBeGreaterThan(50_000)
    expect(sum).toBeLessThan(LIMIT)
  })

  it('have no inline script, so that the strictest policy fits', () => {
    const page = readFileSync(join(folder, 'index.html'), 'utf8')
    expect(page.match(/<script(?![^>]*\bsrc=)/g)).toBeNull()
    expect(page).not.toMatch(/\sstyle=|<style|\son[a-z]+=/)
  })
})
