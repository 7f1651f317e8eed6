/** A keeper over the real store, vault and network of one data folder; several of them, in one process or many, share the folder. */
import { createClock } from '#adapters/clock.ts'
import { createHttp } from '#adapters/http/http.ts'
import { createRandom } from '#adapters/random.ts'
import { openDatabase, type Database } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import { openVault } from '#adapters/vault/open-vault.ts'
import { createGrantKeeper, type GrantKeeper } from '#core/grants/grant-keeper.ts'
import type { Clock, Store, Vault } from '#core/ports.ts'
import { Grant } from '#core/records.ts'
import { refreshGrant } from '#core/tokens/refresh-grant.ts'
import { fileKeychain } from '../../adapters/vault/file-keychain.ts'

export interface KeeperBench {
  readonly keeper: GrantKeeper
  readonly store: Store
  readonly vault: Vault
  readonly database: Database
  close(): Promise<void>
}

/** Another clock or store only where the test is about it. */
export interface BenchOptions {
  readonly clock?: Clock
  readonly storeOver?: (store: Store) => Store
}

const log = { write: () => undefined }

export async function keeperBench(
  folder: string,
  { clock = createClock(), storeOver = (store) => store }: BenchOptions = {},
): Promise<KeeperBench> {
  const database = await openDatabase(folder)
  const vault = await openVault({ database, keychain: fileKeychain(folder), log })
  const http = createHttp({ environment: {}, log, version: 'test' })
  const store = storeOver(createStore(database))
  const random = createRandom()
  const refresh = refreshGrant({ http, clock, random, reachOf: () => ({ zone: 'loopback' }) })
  return {
    keeper: createGrantKeeper({ vault, store, clock, random, log, refresh }),
    store,
    vault,
    database,
    async close() {
      await http.close()
      database.close()
    },
  }
}

/** A grant at `issuer` with the tokens `at-0` and `rt-0`, just run out. */
export function grantAt(issuer: string, parts: Partial<Grant> = {}): Grant {
  return Grant.parse({
    connectionId: 'c1',
    issuer,
    clientId: 'client-1',
    resource: `${issuer}/mcp`,
    grantType: 'code',
    accessToken: 'at-0',
    tokenType: 'Bearer',
    refreshToken: 'rt-0',
    expiresAt: Date.now() - 1,
    scopes: ['read'],
    account: 'ada@example.com',
    obtainedAt: Date.now() - 3_600_000,
    server: { issuer, token_endpoint: `${issuer}/token` },
    registration: {
      issuer,
      source: 'dcr',
      clientId: 'client-1',
      authMethod: 'none',
      redirectUris: [],
      createdAt: 0,
    },
    version: 0,
    ...parts,
  })
}
