/** A keychain for tests in which several processes need the same one: entries are files beside the data. Nothing about it is safe. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createKeychain, type Keychain, type KeychainCall } from '#adapters/vault/keychain.ts'

export function fileKeychain(folder: string): Keychain {
  const place = join(folder, 'test-keychain')
  mkdirSync(place, { recursive: true })
  const call: KeychainCall = async ({ operation, account, secret = '', expected }) => {
    const file = join(place, account)
    if (operation === 'write') writeFileSync(file, secret)
    if (operation === 'remove') rmSync(file, { force: true })
    if (operation !== 'read') return { status: 'done', value: null }
    try {
      return { status: 'done', value: readFileSync(file, 'utf8') }
    } catch {
      // No such entry; the real one says it the same way.
      return expected
        ? { status: 'failed', reason: 'The keychain no longer has the key.' }
        : { status: 'done', value: null }
    }
  }
  return createKeychain({ call })
}
