import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { openDatabase } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import { openVault } from '#adapters/vault/open-vault.ts'
import { fileKeychain } from '../vault/file-keychain.ts'
import { privateFolder, silent } from './private-folder.ts'

/** Starts the writer, lets it confirm `count` writes, kills it without warning, and says how far it got. */
async function writeAndKill(folder: string, from: number, count: number): Promise<number> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'writer-process.ts'), folder, String(from)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let last = from - 1
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line.replace('confirmed ', ''))
    if (last === from + count) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  return last
}

it(
  'loses nothing that was confirmed when it is killed at any moment',
  { timeout: 120_000 },
  async () => {
    const folder = privateFolder()
    let next = 0
    for (let round = 0; round < 12; round += 1) {
      next = (await writeAndKill(folder, next, 1 + Math.floor(Math.random() * 40))) + 1
    }
    const database = await openDatabase(folder)
    const vault = await openVault({ database, keychain: fileKeychain(folder), log: silent })
    expect(next).toBeGreaterThan(12)
    for (let number = 0; number < next; number += 1) {
      expect(await vault.read('grant', `key ${number}`)).toEqual({
        number,
        filler: 'x'.repeat(3000),
      })
    }
    expect(createStore(database).recall('count', 'last')).toBeGreaterThanOrEqual(next - 1)
    expect(database.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' })
    database.close()
  },
)
