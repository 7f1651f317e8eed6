/** One connection with a grant at a rotating server, and the keeper that looks after it. */
import { onTestFinished } from 'vitest'
import type { Grant } from '#core/records.ts'
import { privateFolder } from '../../adapters/store/private-folder.ts'
import { grantAt, keeperBench, type BenchOptions } from './keeper-bench.ts'
import { startRotating } from './rotating-server.ts'

export const { signal } = new AbortController()
export const hour = 3_600_000

/** Another keeper over the same folder; closes with the test. */
export async function open(folder: string, options: BenchOptions = {}) {
  const bench = await keeperBench(folder, options)
  onTestFinished(() => bench.close())
  return bench
}

export async function start(
  grant: (issuer: string) => Grant = grantAt,
  answer?: Parameters<typeof startRotating>[0],
) {
  const server = await startRotating(answer)
  const folder = privateFolder()
  const bench = await open(folder)
  await bench.keeper.save(grant(server.issuer))
  const ask = (rejected?: string) => bench.keeper.accessToken('c1', { rejected, signal })
  const sealed = () =>
    bench.database.get('SELECT box FROM sealed WHERE kind = ?1', 'grant')?.['box']
  return { server, folder, ...bench, ask, sealed }
}

/** A grant with an hour left. */
export function fresh(parts: Partial<Grant> = {}) {
  return (issuer: string) =>
    grantAt(issuer, { obtainedAt: Date.now(), expiresAt: Date.now() + hour, ...parts })
}
