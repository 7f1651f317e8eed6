/** `npm run package:check`: packs the app as a release is packed, with a stand-in for Electron, and looks into the result. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { makeStandIn } from './stand-in.ts'
import { sizes, verify } from './verify.ts'

const root = resolve(import.meta.dirname, '../..')
const require = createRequire(import.meta.url)
const Version = z.object({ version: z.string() })

if (process.platform === 'linux') process.exitCode = await check()
else
  console.log(
    'package:check packs for Linux, on Linux only: electron-builder packs elsewhere too, the stand-in does not.',
  )

async function check(): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'aip-package-'))
  try {
    const { version } = Version.parse(
      JSON.parse(readFileSync(require.resolve('electron/package.json'), 'utf8')),
    )
    const standIn = join(scratch, 'electron')
    makeStandIn(standIn, version)
    const output = join(scratch, 'release')
    if (!pack(standIn, output)) return 1
    const folder = join(output, 'linux-unpacked')
    const content = join(scratch, 'content')
    mkdirSync(content)
    const findings = await verify({ folder, executable: 'aip-desktop', scratch: content, root })
    for (const { what, wrong } of findings) {
      console.log(wrong === undefined ? `  ✓ ${what}` : `  ✗ ${what}: ${wrong}`)
    }
    const { archive, unpackedProgram } = sizes(folder)
    console.log(`  archive ${kilobytes(archive)}, native modules ${kilobytes(unpackedProgram)}`)
    console.log(`  Electron ${version} itself was a stand-in: nothing was started in it.`)
    return findings.every(({ wrong }) => wrong === undefined) ? 0 : 1
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function pack(standIn: string, output: string): boolean {
  const builder = join(dirname(require.resolve('electron-builder/package.json')), 'cli.js')
  const packed = spawnSync(
    process.execPath,
    [
      builder,
      '--linux',
      'dir',
      '--x64',
      `-c.electronDist=${standIn}`,
      `-c.directories.output=${output}`,
    ],
    { cwd: root, encoding: 'utf8', timeout: 300_000 },
  )
  if (packed.status !== 0) console.log(packed.stdout + packed.stderr)
  return packed.status === 0
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} KB`
}
