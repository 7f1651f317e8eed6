/** `write <key>…` or `read <key>…` in the vault of AIP_HOME with the real keychain; prints one line per result. */
import { openDatabase } from '#adapters/store/database.ts'
import { createKeychain } from '#adapters/vault/keychain.ts'
import { openVault } from '#adapters/vault/open-vault.ts'
import { isProblem } from '#core/app-error.ts'

const [verb, ...keys] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)
try {
  const database = await openDatabase(process.env['AIP_HOME'] ?? '')
  const keychain = createKeychain({
    timeLimitMs: Number(process.env['AIP_TEST_TIME_LIMIT'] ?? 5000),
  })
  const vault = await openVault({ database, keychain, log: { write: () => undefined } })
  for (const key of keys) {
    if (verb === 'write') {
      await vault.write('grant', key, 'secret-secret-'.repeat(2000).slice(0, 20_000))
      say(`wrote ${key}`)
    } else {
      const value = await vault.read('grant', key)
      say(`read ${key} ${typeof value === 'string' ? value.length : 'nothing'}`)
    }
  }
} catch (error) {
  say(`problem ${isProblem(error) ? error.problem.code : String(error)}`)
}
