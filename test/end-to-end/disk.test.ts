/** Real processes on a disk that is full, or that became read-only: nothing is lost, and it is said (Linux, root). */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openHome } from './aip.ts'
import { startWatchedServer } from './watched-server.ts'

const why = whyNoDisk()
if (why !== undefined) process.stderr.write(`Not tested here: full disks, because ${why}.\n`)

function whyNoDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs root on Linux'
  const tried = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'])
  return tried.status === 0 ? undefined : 'this machine gives no mounts'
}

function mounted(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aip-small-disk-'))
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'tmpfs', folder])
  onTestFinished(() => {
    spawnSync('umount', [folder])
    rmSync(folder, { recursive: true })
  })
  return folder
}

/** Leaves `bytes` free. */
function fill(disk: string, bytes = 0): void {
  const file = join(disk, 'filler')
  let size = 0
  try {
    for (;;) {
      writeFileSync(file, Buffer.alloc(4096), { flag: 'a' })
      size += 4096
    }
  } catch {
    // Full, which is what was wanted.
  }
  truncateSync(file, Math.max(0, size - bytes))
}

const empty = (disk: string) => rmSync(join(disk, 'filler'), { force: true })

describe.runIf(why === undefined)('a disk that is full', () => {
  it.each([0, 8192, 32_768])(
    'with %i bytes left: a refresh is not begun that could not be kept, and the sign-in stays',
    async (left) => {
      await using server = await startWatchedServer()
      const disk = mounted()
      const data = join(disk, 'data')
      mkdirSync(data, { mode: 0o700 })
      await using home = openHome({ AIP_HOME: data })
      const connected = await home.run(['connect', server.url, '--name', 'work'])
      expect(connected.code, connected.stderr).toBe(0)
      fill(disk, left)
      const ended = await home.run(['refresh', 'work', '--json'])
      const redeemed = server.to('/token', 'refresh_token').length
      if (ended.code !== 0) {
        expect(ended.problem()).toMatchObject({ code: 'store-unwritable', whoseTurn: 'you' })
      }
      empty(disk)
      // Redeemed and not kept would be the end of the sign-in: the server revokes what is used twice.
      const again = await home.run(['refresh', 'work'])
      expect(again.code, `${redeemed} redeemed before; ${again.stderr}`).toBe(0)
      expect((await home.run(['call', 'work', 'add', '{"a":2,"b":40}'])).stdout).toContain('42')
      expect(home.tabs()).toHaveLength(1)
    },
  )

  it('keeps nothing half of a connect, and the next one works', async () => {
    await using server = await startWatchedServer()
    const disk = mounted()
    const data = join(disk, 'data')
    mkdirSync(data, { mode: 0o700 })
    await using home = openHome({ AIP_HOME: data })
    expect((await home.run(['list'])).code).toBe(0)
    fill(disk)
    const ended = await home.run(['connect', server.url, '--name', 'work', '--json'])
    expect(ended.problem()).toMatchObject({ code: 'store-unwritable', whoseTurn: 'you' })
    empty(disk)
    expect((await home.run(['list', '--json'])).stdout).toBe('{"connections":[]}\n')
    const connected = await home.run(['connect', server.url, '--name', 'work'])
    expect(connected.code, connected.stderr).toBe(0)
  })
})

describe.runIf(why === undefined)('a disk that became read-only', () => {
  it('is said by every verb that writes, and nothing is redeemed', async () => {
    await using server = await startWatchedServer()
    const disk = mounted()
    const data = join(disk, 'data')
    mkdirSync(data, { mode: 0o700 })
    await using home = openHome({ AIP_HOME: data })
    expect((await home.run(['connect', server.url, '--name', 'work'])).code).toBe(0)
    spawnSync('mount', ['-o', 'remount,ro', disk])
    const refreshed = await home.run(['refresh', 'work', '--json'])
    expect(refreshed.problem()).toMatchObject({ code: 'store-unwritable' })
    expect(server.to('/token', 'refresh_token')).toEqual([])
    spawnSync('mount', ['-o', 'remount,rw', disk])
    expect((await home.run(['refresh', 'work'])).code).toBe(0)
  })
})
