import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '#adapters/store/database.ts'
import { openVault, type VaultOptions } from '#adapters/vault/open-vault.ts'
import { vaultOnDemand } from '#adapters/vault/vault-on-demand.ts'
import { vaultOptionsFrom } from '#adapters/vault/vault-kind.ts'
import { appError } from '#core/app-error.ts'
import { privateFolder, silent } from '../store/private-folder.ts'
import { fileKeychain } from './file-keychain.ts'

const problem = (code: string) =>
  expect.objectContaining({ problem: expect.objectContaining({ code }) })

function passphraseFile(folder: string, text: string): string {
  const file = join(folder, 'passphrase')
  writeFileSync(file, text, { mode: 0o600 })
  return file
}

async function withFolder(): Promise<{
  folder: string
  database: Database
  options: VaultOptions
}> {
  const folder = privateFolder()
  const database = await openDatabase(folder)
  return { folder, database, options: { database, keychain: fileKeychain(folder), log: silent } }
}

describe('sealed records', () => {
  it('of 20 KB come back as they went in, and appear nowhere in the data folder (R23)', async () => {
    const { folder, options, database } = await withFolder()
    const token = `start-${'abcdefghij'.repeat(2048)}-end`
    const vault = await openVault(options)
    await vault.write('grant', 'one', { token, nested: ['ünïcode', 1, null] })
    expect(await vault.read('grant', 'one')).toEqual({ token, nested: ['ünïcode', 1, null] })
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (name === 'test-keychain') continue
      const bytes = readFileSync(join(folder, name))
      expect([name, bytes.includes('abcdefghijabc'), bytes.includes('ünïcode')]).toEqual([
        name,
        false,
        false,
      ])
    }
    database.close()
  })

  it('open again in another process of the same keychain, and can be listed and deleted', async () => {
    const { folder, options } = await withFolder()
    const vault = await openVault(options)
    for (const key of ['a 1', 'a 2', 'b 1', 'A 3']) await vault.write('registration', key, { key })
    await vault.write('headers', 'a 9', {})
    const again = await openVault({ ...options, database: await openDatabase(folder) })
    expect(await again.read('registration', 'a 2')).toEqual({ key: 'a 2' })
    expect(await again.keys('registration', 'a ')).toEqual(['a 1', 'a 2'])
    await again.delete('registration', 'a 1')
    expect(await vault.keys('registration')).toEqual(['A 3', 'a 2', 'b 1'])
    expect(await vault.read('registration', 'a 1')).toBeUndefined()
  })

  it('never have the same bytes twice', async () => {
    const { options, database } = await withFolder()
    const vault = await openVault(options)
    const boxes = new Set<string>()
    for (let count = 0; count < 50; count += 1) {
      await vault.write('grant', 'one', 'same')
      boxes.add(
        Buffer.from(database.get('SELECT box FROM sealed')?.['box'] as Uint8Array)
          .toString('hex')
          .slice(0, 24),
      )
    }
    expect(boxes.size).toBe(50)
  })

  it('do not open when a bit was changed, or under the name of another', async () => {
    const { options, database } = await withFolder()
    const vault = await openVault(options)
    await vault.write('grant', 'mine', { token: 'mine' })
    await vault.write('grant', 'yours', { token: 'yours' })
    database.run(
      "UPDATE sealed SET box = (SELECT box FROM sealed WHERE key = 'mine') WHERE key = 'yours'",
    )
    await expect(vault.read('grant', 'yours')).rejects.toThrow(problem('store-unreadable'))
    const box = database.get("SELECT box FROM sealed WHERE key = 'mine'")?.['box'] as Uint8Array
    box[box.length - 1] = (box[box.length - 1] ?? 0) ^ 1
    database.run("UPDATE sealed SET box = ?1 WHERE key = 'mine'", box)
    await expect(vault.read('grant', 'mine')).rejects.toThrow(problem('store-unreadable'))
    database.run("UPDATE sealed SET box = x'00' WHERE key = 'mine'")
    await expect(vault.read('grant', 'mine')).rejects.toThrow(problem('store-unreadable'))
  })
})

describe('a vault in the keychain', () => {
  it('is made once when many start at the same moment, and all have the same key', async () => {
    const { folder } = await withFolder()
    const vaults = await Promise.all(
      Array.from({ length: 6 }, async () =>
        openVault({
          database: await openDatabase(folder),
          keychain: fileKeychain(folder),
          log: silent,
        }),
      ),
    )
    await vaults[0]?.write('grant', 'one', 'by the first')
    for (const vault of vaults) expect(await vault.read('grant', 'one')).toBe('by the first')
    expect(readdirSync(join(folder, 'test-keychain'))).toHaveLength(1)
  })

  it('whose key is gone is a problem: no new key is made, the records stay', async () => {
    const { folder, options, database } = await withFolder()
    await (await openVault(options)).write('grant', 'one', 1)
    const empty = fileKeychain(join(folder, 'elsewhere'))
    await expect(openVault({ ...options, keychain: empty })).rejects.toThrow(
      problem('keychain-unavailable'),
    )
    expect(readdirSync(join(folder, 'elsewhere', 'test-keychain'))).toEqual([])
    expect(database.all('SELECT key FROM sealed')).toHaveLength(1)
    expect(await (await openVault(options)).read('grant', 'one')).toBe(1)
  })

  it('that is locked leaves the app usable, and opens at the next call after it was unlocked', async () => {
    const { folder, options } = await withFolder()
    await (await openVault(options)).write('grant', 'one', 1)
    const real = fileKeychain(folder)
    let locked = true
    const keychain = {
      ...real,
      read: async (account: string, expected: boolean) => {
        if (!locked) return real.read(account, expected)
        throw appError('keychain-locked', {
          step: 'vault',
          whoseTurn: 'you',
          message: 'Locked.',
          next: 'Unlock.',
        })
      },
    }
    const vault = vaultOnDemand({ ...options, keychain })
    expect(vault.kind).toBe('keychain')
    await expect(vault.read('grant', 'one')).rejects.toThrow(problem('keychain-locked'))
    locked = false
    expect(await vault.read('grant', 'one')).toBe(1)
  })
})

describe('a vault with a passphrase', () => {
  it('opens with the passphrase and with no other', async () => {
    const { folder, options } = await withFolder()
    const kind = 'passphrase' as const
    const right = { ...options, kind, passphraseFile: passphraseFile(folder, 'correct horse\n') }
    await (await openVault(right)).write('grant', 'one', 1)
    expect(await (await openVault(right)).read('grant', 'one')).toBe(1)
    const asked = { ...options, kind, askPassphrase: async () => 'correct horse' }
    expect(await (await openVault(asked)).read('grant', 'one')).toBe(1)
    const wrong = { ...options, kind, askPassphrase: async () => 'correct horse ' }
    await expect(openVault(wrong)).rejects.toThrow(problem('passphrase-wrong'))
    const none = { ...options, kind, askPassphrase: async () => undefined }
    await expect(openVault(none)).rejects.toThrow(problem('passphrase-needed'))
  })

  it('says what is wrong with the passphrase file', async () => {
    const { folder, options } = await withFolder()
    const warnings: string[] = []
    const open = (passphraseFile: string) =>
      openVault({
        ...options,
        kind: 'passphrase',
        passphraseFile,
        log: { write: (level, message) => void (level === 'warn' && warnings.push(message)) },
      })
    await expect(open(join(folder, 'missing'))).rejects.toThrow(problem('passphrase-needed'))
    await expect(open(passphraseFile(folder, '\n'))).rejects.toThrow(problem('passphrase-needed'))
    expect(warnings).toEqual([])
    const file = passphraseFile(folder, 'words')
    chmodSync(file, 0o644)
    await open(file)
    expect(warnings).toEqual(['other users of this computer may read the passphrase file'])
  })
})

describe('a vault for this session', () => {
  it('keeps nothing for the next one and nothing on the disk', async () => {
    const { options, database } = await withFolder()
    const vault = await openVault({ ...options, kind: 'session' })
    const value = { token: 'abc' }
    await vault.write('grant', 'one', value)
    value.token = 'changed later'
    expect(await vault.read('grant', 'one')).toEqual({ token: 'abc' })
    expect(await vault.keys('grant', 'o')).toEqual(['one'])
    expect(await vault.keys('headers')).toEqual([])
    expect(database.all('SELECT * FROM sealed')).toEqual([])
    const next = await openVault({ ...options, kind: 'session' })
    expect(await next.read('grant', 'one')).toBeUndefined()
    await vault.delete('grant', 'one')
    expect(await vault.read('grant', 'one')).toBeUndefined()
  })
})

describe('the choice of vault', () => {
  it('is the one the data folder was made with, unless another is asked for, which is a problem', async () => {
    const { options } = await withFolder()
    await openVault(options)
    expect((await openVault(options)).kind).toBe('keychain')
    await expect(
      openVault({ ...options, kind: 'passphrase', askPassphrase: async () => 'words' }),
    ).rejects.toThrow(problem('bad-usage'))

    const other = await withFolder()
    const askPassphrase = async () => 'words'
    await openVault({ ...other.options, kind: 'passphrase', askPassphrase })
    expect((await openVault({ ...other.options, askPassphrase })).kind).toBe('passphrase')
    await expect(openVault(other.options)).rejects.toThrow(problem('passphrase-needed'))
    await expect(openVault({ ...other.options, kind: 'keychain' })).rejects.toThrow(
      problem('bad-usage'),
    )
  })

  it('comes from the environment', () => {
    expect(vaultOptionsFrom({})).toEqual({ kind: undefined, passphraseFile: undefined })
    expect(vaultOptionsFrom({ AIP_VAULT: 'passphrase', AIP_VAULT_PASSPHRASE_FILE: '/x' })).toEqual({
      kind: 'passphrase',
      passphraseFile: '/x',
    })
    expect(() => vaultOptionsFrom({ AIP_VAULT: 'plain' })).toThrow(problem('bad-usage'))
  })
})
