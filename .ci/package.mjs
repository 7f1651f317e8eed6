// Packs the app for this system. Needs Electron's own distribution: an installed one is used, else electron-builder fetches it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)
const installed = join(dirname(require.resolve('electron/package.json')), 'dist')
const builder = join(dirname(require.resolve('electron-builder/package.json')), 'cli.js')
const wished = process.argv.slice(2)
const dist = existsSync(join(installed, 'version')) ? [`-c.electronDist=${installed}`] : []

const packed = spawnSync(process.execPath, [builder, ...wished, ...dist], {
  cwd: root,
  stdio: 'inherit',
})
if (packed.status !== 0) {
  console.error(
    dist.length > 0
      ? 'Electron is here; the lines above say what else is missing (the tools for deb, AppImage, nsis and dmg are fetched from GitHub).'
      : 'Electron is not installed here (npx install-electron) and could not be fetched: its binaries are on GitHub. ' +
          'On a network without GitHub, npm run package:check verifies everything else.',
  )
}
process.exitCode = packed.status ?? 1
