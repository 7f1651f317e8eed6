/** A folder shaped like Electron's own distribution for Linux, for machines where the real one cannot be had. Its program does nothing. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Marks the place of the fuses in Electron's binary (electron/fuses, `SENTINEL`). */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const fuseVersion = 1
/** More than are set, all as Electron ships them: on. */
const fuseCount = 9

export function makeStandIn(folder: string, version: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true })
  mkdirSync(join(folder, 'resources'))
  const wire = Buffer.from([fuseVersion, fuseCount])
  const program = Buffer.concat([
    Buffer.from('#!/bin/sh\necho "a stand-in for Electron" >&2\nexit 1\n'),
    Buffer.from(fuseSentinel),
    wire,
    Buffer.from('1'.repeat(fuseCount)),
    Buffer.from('\n'),
  ])
  writeFileSync(join(folder, 'electron'), program)
  chmodSync(join(folder, 'electron'), 0o755)
  for (const language of ['en-US', 'ko', 'ja', 'de']) {
    writeFileSync(join(folder, 'locales', `${language}.pak`), '')
  }
  for (const file of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, file), '')
  writeFileSync(join(folder, 'version'), version)
}
