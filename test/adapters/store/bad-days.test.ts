/** The data file on bad days: damaged in the middle, of an older version, on a full disk, in a folder that became read-only. */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import type { Problem } from '#contract/problem.ts'
import { AppError } from '#core/app-error.ts'
import { privateFolder, sampleConnection } from './private-folder.ts'

const hour = 3_600_000

/** A data file with `count` connections and one sealed record of each kind, closed again. */
async function filledFolder(count = 3): Promise<{ folder: string; file: string; backup: string }> {
  const folder = privateFolder()
  const database = await openDatabase(folder)
  const store = createStore(database)
  for (let each = 0; each < count; each += 1) store.saveConnection(sampleConnection(`c${each}`))
  for (const kind of ['grant', 'registration']) {
    const box = Buffer.from(`sealed ${kind} of somebody`)
    database.run('INSERT INTO sealed VALUES (?, ?, ?, ?)', kind, 'c0', 'vault', box)
  }
  database.close()
  const file = join(folder, 'aip.db')
  return { folder, file, backup: `${file}.backup` }
}

async function openAndClose(folder: string): Promise<string[]> {
  const database = await openDatabase(folder)
  const names = createStore(database)
    .listConnections()
    .map(({ id }) => id)
  database.close()
  return names
}

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const outcome = await work.catch((error: unknown) => error)
  if (outcome instanceof AppError) return outcome.problem
  throw new Error('it succeeded', { cause: outcome })
}

describe('the backup', () => {
  it('is made once a day, private, and holds everything but the sign-ins', async () => {
    const { folder, backup } = await filledFolder()
    await openAndClose(folder)
    expect((statSync(backup).mode & 0o777).toString(8)).toBe('600')
    const text = readFileSync(backup, 'latin1')
    expect(text).toContain('sealed registration of somebody')
    expect(text).not.toContain('sealed grant of somebody')
    const made = statSync(backup).mtimeMs
    await openAndClose(folder)
    expect(statSync(backup).mtimeMs).toBe(made)
    const old = (Date.now() - 25 * hour) / 1000
    utimesSync(backup, old, old)
    await openAndClose(folder)
    expect(statSync(backup).mtimeMs).toBeGreaterThanOrEqual(made)
  })

  it('takes the place of a damaged file, as the problem says', async () => {
    const { folder, file, backup } = await filledFolder()
    await openAndClose(folder)
    writeFileSync(file, Buffer.from('no database at all, '.repeat(500)))
    const problem = await problemOf(openDatabase(folder))
    expect(problem.code).toBe('store-unreadable')
    expect(problem.next).toContain(backup)
    renameSync(file, `${file}.damaged`)
    renameSync(backup, file)
    expect(await openAndClose(folder)).toEqual(['c0', 'c1', 'c2'])
  })

  it('of a good day is not replaced by a copy of a damaged file', async () => {
    const { folder, file, backup } = await filledFolder(200)
    await openAndClose(folder)
    const good = readFileSync(backup)
    damageInside(file)
    const old = (Date.now() - 25 * hour) / 1000
    utimesSync(backup, old, old)
    await openDatabase(folder).then(
      (database) => database.close(),
      () => undefined,
    )
    expect(readFileSync(backup).equals(good)).toBe(true)
  })
})

/** Overwrites the pages behind the tables' own, the way a dying disk does. */
function damageInside(file: string): void {
  const bytes = readFileSync(file)
  bytes.fill(0xff, 4096 * 8)
  writeFileSync(file, bytes)
}

it('a page damaged in the middle is a problem in plain words, and the file is left as it is', async () => {
  const { folder, file } = await filledFolder(200)
  damageInside(file)
  const problem = await problemOf(openAndClose(folder))
  expect(problem.code).toBe('store-unreadable')
  expect(problem.message).not.toMatch(/SQLITE|malformed/)
  expect(existsSync(file)).toBe(true)
})

it('a file of the first version opens in this one, with everything in it and a backup beside it', async () => {
  const folder = privateFolder()
  const sqlite = new DatabaseSync(join(folder, 'aip.db'))
  sqlite.exec(readFileSync(join(import.meta.dirname, 'version-1.sql'), 'utf8'))
  sqlite.close()
  const database = await openDatabase(folder)
  const store = createStore(database)
  expect(store.listConnections()).toEqual([sampleConnection('one')])
  expect(store.recall('zone', 'one')).toBe('public')
  expect(database.get('SELECT count(*) AS n FROM sealed')).toEqual({ n: 1 })
  database.close()
  expect(existsSync(join(folder, 'aip.db.backup'))).toBe(true)
})

it.runIf(process.platform === 'linux')(
  'a folder where none can be made is a problem, not a wait for ever',
  async () => {
    expect((await problemOf(openDatabase('/proc/nowhere/data'))).code).toBe('store-unwritable')
  },
)

const mayMount = process.platform === 'linux' && process.getuid?.() === 0 && canMount()

describe.runIf(mayMount)('on a disk of its own', () => {
  it('that is full, nothing is lost, the problem says so, and with space again it goes on', async () => {
    const folder = mounted('size=400k')
    const database = await openDatabase(folder)
    const store = createStore(database)
    store.saveConnection(sampleConnection('kept'))
    writeFileSync(join(folder, 'filler'), '')
    fill(join(folder, 'filler'))
    const big = sampleConnection('big', { account: 'x'.repeat(60_000), createdAt: 2 })
    expect(() => store.saveConnection(big)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'store-unwritable' }) }),
    )
    expect(store.listConnections().map(({ id }) => id)).toEqual(['kept'])
    rmSync(join(folder, 'filler'))
    store.saveConnection(big)
    expect(store.listConnections().map(({ id }) => id)).toEqual(['kept', 'big'])
    expect(database.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' })
    database.close()
  })

  it('that became read-only, the problem says so and the file stays whole', async () => {
    const { file } = await filledFolder()
    const folder = mounted('size=2m')
    copyFileSync(file, join(folder, 'aip.db'))
    const before = readFileSync(join(folder, 'aip.db'))
    spawnSync('mount', ['-o', 'remount,ro', folder])
    const problem = await problemOf(openDatabase(folder))
    expect(problem.code).toBe('store-unwritable')
    expect(readFileSync(join(folder, 'aip.db')).equals(before)).toBe(true)
  })
})

if (!mayMount) {
  process.stderr.write('Not tested here: a full and a read-only disk, which need root to mount.\n')
}

function canMount(): boolean {
  const folder = `/tmp/aip-mount-probe-${process.pid}`
  mkdirSync(folder)
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder])
  if (done.status === 0) spawnSync('umount', [folder])
  rmSync(folder, { recursive: true })
  return done.status === 0
}

function mounted(options: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'aip-disk-'))
  spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
  onTestFinished(() => {
    spawnSync('umount', [folder])
    rmSync(folder, { recursive: true })
  })
  return folder
}

function fill(path: string): void {
  const chunk = Buffer.alloc(4096)
  try {
    for (;;) writeFileSync(path, chunk, { flag: 'a' })
  } catch {
    // The disk is full now, which is what was wanted.
  }
}
