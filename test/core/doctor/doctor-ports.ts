/** The doctor's ports for tests of the core: servers on loopback, a real store in a folder of its own, a vault in memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createClock } from '#adapters/clock.ts'
import { createLog } from '#adapters/log.ts'
import { createNamedFiles } from '#adapters/named-files.ts'
import { createRandom } from '#adapters/random.ts'
import { openDatabase } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import { createSessionVault } from '#adapters/vault/session-vault.ts'
import type { Check, CheckId } from '#contract/check.ts'
import { createKeeper } from '#core/app/keeper.ts'
import type { AppParts } from '#core/app/parts.ts'
import type { DoctorPorts } from '#core/doctor/deps.ts'
import type { Callback, Http } from '#core/ports.ts'
import { plainHttp } from '../discovery/plain-http.ts'
import { noCommands } from '../no-commands.ts'

export interface TestDoctor {
  readonly ports: DoctorPorts
  readonly parts: AppParts
}

/** Tests that run at the same time would take each other's port. */
const freePort: Callback = {
  listen: ({ spelling, ports, path }) => {
    const port = ports[0] ?? 0
    return Promise.resolve({
      redirectUri: `http://${spelling}:${port}${path}`,
      port,
      reply: () => new Promise(() => undefined),
      close: () => Promise.resolve(),
    })
  },
}

export async function doctorPorts(http: Http = plainHttp()): Promise<TestDoctor> {
  const folder = mkdtempSync(join(tmpdir(), 'aip-doctor-'))
  const database = await openDatabase(folder)
  onTestFinished(() => {
    database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const common = { http, callback: freePort, clock: createClock(), random: createRandom() }
  const app = {
    ...common,
    commandFetch: noCommands,
    vault: createSessionVault(),
    store: createStore(database),
    signInWindow: { show: () => Promise.reject(new Error('the doctor opens no browser')) },
    log: createLog({ level: 'silent', format: 'text', now: Date.now }),
    files: createNamedFiles(),
    version: '1.2.3',
  }
  const parts = { ...app, keeper: createKeeper(app) }
  const ports: DoctorPorts = {
    ...common,
    stored: { status: 'open', parts },
    tryVault: () => Promise.resolve({ kind: 'keychain', made: true }),
    seen: () => [],
    machine: { product: '1.2.3', node: 'v24.0.0', system: 'test', dataFolder: folder },
  }
  return { ports, parts }
}

export function checkNamed(checks: readonly Check[], id: CheckId): Check {
  const found = checks.find((each) => each.id === id)
  if (!found) throw new Error(`there is no check ${id}`)
  return found
}

export function failuresOf(checks: readonly Check[]): string[] {
  return checks.filter((each) => each.status === 'fail').map((each) => `${each.id} ${each.code}`)
}
