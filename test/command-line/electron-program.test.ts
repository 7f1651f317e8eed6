/** Finding an installed Electron, with stand-ins for its binary: a script that says what it was given. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { findElectron, runElectron } from '../../src-main/command-line/electron-program.ts'

/** A project with an Electron in it, as its installer leaves it. */
function project(parts: { binary?: boolean; built?: boolean } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'aip-project-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const electron = join(folder, 'node_modules', 'electron')
  mkdirSync(join(electron, 'dist'), { recursive: true })
  writeFileSync(join(electron, 'package.json'), '{"name":"electron"}')
  if (parts.binary !== false) {
    const file = join(electron, 'dist', 'electron')
    writeFileSync(join(electron, 'path.txt'), 'electron')
    writeFileSync(file, `#!/bin/sh\necho "$1" > "${folder}/told"\nexec sleep "\${NAP:-0}"\n`)
    chmodSync(file, 0o755)
  }
  mkdirSync(join(folder, 'dist', 'node'), { recursive: true })
  if (parts.built !== false) writeFileSync(join(folder, 'dist/node/electron-main.mjs'), '')
  const search = {
    from: pathToFileURL(join(folder, 'dist/node/aip.mjs')).href,
    platform: 'linux',
    environment: { DISPLAY: ':0', PATH: process.env['PATH'] },
    userId: 1000,
  } as const
  return { folder, search }
}

describe.skipIf(process.platform === 'win32')('an installed Electron', () => {
  it('is found beside the program, and runs the app', async () => {
    const { folder, search } = project()
    const found = findElectron(search)
    if (!found) throw new Error('not found')
    await runElectron(found, search.environment, new AbortController().signal)
    expect(readFileSync(join(folder, 'told'), 'utf8')).toBe(`${found.app}\n`)
  })

  it('is ended with this program', async () => {
    const { folder, search } = project()
    const found = findElectron(search)
    if (!found) throw new Error('not found')
    const cancel = new AbortController()
    const run = runElectron(found, { ...search.environment, NAP: '60' }, cancel.signal)
    await vi.waitFor(() => expect(existsSync(join(folder, 'told'))).toBe(true))
    cancel.abort()
    await run
  })

  it.each([
    ['without its binary', () => project({ binary: false }).search],
    ['before the app is built', () => project({ built: false }).search],
    ['without a screen', () => ({ ...project().search, environment: {} })],
    ['for root, who would have no sandbox', () => ({ ...project().search, userId: 0 })],
  ])('is none %s', (_why, search) => {
    expect(findElectron(search())).toBeUndefined()
  })
})
