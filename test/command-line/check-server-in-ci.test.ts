/** The recipe for build systems works as it is written in the guide. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { freePort } from '../servers/start-process.ts'

const root = resolve(import.meta.dirname, '../..')

it('docs/dcr-guide/ci/check.sh starts a server, signs in and leaves both reports', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aip-ci-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const aip = join(root, 'src-main/command-line/aip.ts')
  const shim = `#!/bin/sh\nexec "${process.execPath}" "${aip}" "$@"\n`
  writeFileSync(join(folder, 'aip'), shim, { mode: 0o755 })
  const port = await freePort()
  const words = [
    join(root, 'docs/dcr-guide/ci/check.sh'),
    `http://127.0.0.1:${port}/mcp`,
    process.execPath,
    join(root, 'docs/dcr-guide/node/server.mjs'),
  ]
  const child = spawn('sh', words, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: `${folder}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      PORT: String(port),
      DATA: join(folder, 'data.sqlite'),
    },
  })
  let output = ''
  child.stderr.on('data', (part: Buffer) => (output += part.toString()))
  await once(child, 'close')
  expect(child.exitCode, output).toBe(0)
  expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain('failures="0"')
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain(
    'Nothing is against the rules',
  )
})
