/** Writes one record after another and prints `confirmed <n>` after each, until it is killed. */
import { writeSync } from 'node:fs'
import { openDatabase } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import { openVault } from '#adapters/vault/open-vault.ts'
import { fileKeychain } from '../vault/file-keychain.ts'

const [folder = '', from = '0'] = process.argv.slice(2)
const database = await openDatabase(folder)
const store = createStore(database)
const log = { write: () => undefined }
const vault = await openVault({ database, keychain: fileKeychain(folder), log })
for (let number = Number(from); ; number += 1) {
  await vault.write('grant', `key ${number}`, { number, filler: 'x'.repeat(3000) })
  store.remember('count', 'last', number)
  writeSync(1, `confirmed ${number}\n`)
}
