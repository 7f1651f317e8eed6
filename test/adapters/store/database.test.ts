import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import { privateFolder, sampleConnection } from './private-folder.ts'

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('the data file', () => {
  it('is private from its first byte, side files included (R23)', async () => {
    const folder = join(privateFolder(), 'deep', 'data')
    const database = await openDatabase(folder)
    createStore(database).saveConnection(sampleConnection('one'))
    expect(modeOf(folder)).toBe('700')
    expect(readdirSync(folder).sort()).toEqual(['aip.db', 'aip.db-shm', 'aip.db-wal'])
    for (const name of readdirSync(folder))
      expect([name, modeOf(join(folder, name))]).toEqual([name, '600'])
    database.close()
  })

  it('is made private again when somebody loosened it', async () => {
    const folder = privateFolder()
    ;(await openDatabase(folder)).close()
    chmodSync(join(folder, 'aip.db'), 0o644)
    ;(await openDatabase(folder)).close()
    expect(modeOf(join(folder, 'aip.db'))).toBe('600')
  })

  it('leaves the mode of a folder that holds other things alone', async () => {
    const folder = privateFolder()
    writeFileSync(join(folder, 'letter.txt'), 'mine')
    chmodSync(folder, 0o755)
    ;(await openDatabase(folder)).close()
    expect(modeOf(folder)).toBe('755')
  })

  it('keeps what was written, and commits wait for the disk', async () => {
    const folder = privateFolder()
    const first = await openDatabase(folder)
    createStore(first).saveConnection(sampleConnection('one'))
    expect(first.get('PRAGMA synchronous')).toEqual({ synchronous: 2 })
    expect(first.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' })
    first.close()
    const second = await openDatabase(folder)
    expect(createStore(second).listConnections()).toEqual([sampleConnection('one')])
    second.close()
  })

  it('of a newer version is refused with words that say so, and left as it is', async () => {
    const folder = privateFolder()
    ;(await openDatabase(folder)).close()
    const sqlite = new DatabaseSync(join(folder, 'aip.db'))
    sqlite.exec('PRAGMA user_version = 999')
    sqlite.close()
    const before = readFileSync(join(folder, 'aip.db'))
    await expect(openDatabase(folder)).rejects.toMatchObject({
      problem: { code: 'store-unreadable', message: expect.stringContaining('newer version') },
    })
    expect(readFileSync(join(folder, 'aip.db')).equals(before)).toBe(true)
  })

  it('that is damaged is a problem, and not one byte of it is lost', async () => {
    const folder = privateFolder()
    const damaged = Buffer.from('this is no database at all, '.repeat(400))
    writeFileSync(join(folder, 'aip.db'), damaged)
    await expect(openDatabase(folder)).rejects.toMatchObject({
      problem: { code: 'store-unreadable', step: 'store' },
    })
    expect(readFileSync(join(folder, 'aip.db')).equals(damaged)).toBe(true)
  })

  it('that another process keeps busy is a problem of its own', async () => {
    const folder = privateFolder()
    const database = await openDatabase(folder, { busyTimeoutMs: 10 })
    const other = new DatabaseSync(join(folder, 'aip.db'))
    other.exec('BEGIN IMMEDIATE')
    expect(() => createStore(database).removeConnection('x')).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'store-busy' }) }),
    )
    other.exec('ROLLBACK')
    other.close()
    expect(() => createStore(database).removeConnection('x')).not.toThrow()
    database.close()
  })

  it('in a place that cannot be written is a problem', async () => {
    const folder = privateFolder()
    writeFileSync(join(folder, 'file'), '')
    await expect(openDatabase(join(folder, 'file', 'below'))).rejects.toMatchObject({
      problem: { code: 'store-unwritable' },
    })
  })
})
