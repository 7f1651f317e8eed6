/** The built program of the Electron shell, loaded by Node with a stand-in for Electron: everything it imports is there, and a second start ends at once. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const bundle = join(root, 'dist/node/electron-main.mjs')
const built = existsSync(bundle)
if (!built) process.stderr.write('skipped: the app is not built (npm run build)\n')

/** An Electron in which another app of ours runs already. */
const standIn = `
const calls = []
const app = {
  getAppPath: () => ${JSON.stringify(root)},
  setPath: (name, path) => calls.push([name, path]),
  on: () => undefined,
  requestSingleInstanceLock: () => (calls.push(['lock']), false),
  exit: (code) => { console.log(JSON.stringify(calls)); process.exit(code) },
}
export default { app, dialog: {} }
`

const loader = `
import { registerHooks } from 'node:module'
const standIn = 'data:text/javascript,' + encodeURIComponent(${JSON.stringify(standIn)})
registerHooks({
  resolve: (name, context, next) =>
    name === 'electron' ? { url: standIn, shortCircuit: true } : next(name, context),
})
`

describe.skipIf(!built)('the program Electron starts', () => {
  it('loads, keeps its files in the data folder, and ends where another one runs', () => {
    const home = mkdtempSync(join(tmpdir(), 'aip-electron-'))
    onTestFinished(() => rmSync(home, { recursive: true, force: true }))
    const ran = spawnSync(
      process.execPath,
      [
        '--import',
        `data:text/javascript,${encodeURIComponent(loader)}`,
        '--input-type=module',
        '-e',
        `await import(${JSON.stringify(pathToFileURL(bundle).href)})`,
      ],
      { encoding: 'utf8', env: { ...process.env, AIP_HOME: home }, timeout: 20_000 },
    )
    expect(ran.stderr).toBe('')
    expect(ran.status).toBe(0)
    expect(JSON.parse(ran.stdout)).toEqual([['userData', join(home, 'electron')], ['lock']])
  })
})
