/** What the lock file lets in: packages of the registry by their hash, few install scripts, licences this product may ship with. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '..')

const Locked = z.looseObject({
  version: z.string(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
})
const LockFile = z.object({ packages: z.record(z.string(), z.unknown()) })
const Manifest = z.looseObject({ allowScripts: z.record(z.string(), z.boolean()) })

const { packages } = LockFile.parse(read('package-lock.json'))
const locked = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ path, name: nameOf(path), ...Locked.parse(entry) }))

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), 'utf8'))
}

function nameOf(path: string): string {
  return path.split('node_modules/').at(-1) ?? path
}

it('every package is known by a strong hash', () => {
  const weak = locked.filter(({ integrity }) => !integrity?.startsWith('sha512-'))
  expect(weak.map(({ path }) => path)).toEqual([])
})

it('nothing comes from anywhere but the registry', () => {
  const elsewhere = locked.filter(
    ({ resolved, version }) => resolved !== undefined || !/^\d+\.\d+\.\d+/.test(version),
  )
  expect(elsewhere.map(({ path }) => path)).toEqual([])
})

it('only install scripts that were looked at may run', () => {
  const { allowScripts } = Manifest.parse(read('package.json'))
  // Never run: what they fetch is not wanted, and nothing here needs it.
  const left = ['electron-winstaller', 'tldjs']
  const scripts = locked.filter(({ hasInstallScript }) => hasInstallScript === true)
  const unknown = scripts.filter(({ name }) => !(name in allowScripts) && !left.includes(name))
  expect(unknown.map(({ name }) => name)).toEqual([])
})

it('what the product ships with is licensed for it', () => {
  const fine = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0']
  const others = locked.filter(
    ({ dev, license = 'none' }) => dev !== true && !fine.includes(license),
  )
  expect(others.map(({ path, license }) => `${path}: ${license ?? 'none'}`)).toEqual([])
})
