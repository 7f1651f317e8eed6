/** Many real processes and one rotating refresh token: one redemption, nobody signed out, whatever dies on the way (R01, R02). */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { privateFolder } from '../../adapters/store/private-folder.ts'
import { grantAt, keeperBench } from './keeper-bench.ts'
import { startRotating } from './rotating-server.ts'

interface Asker {
  readonly child: ChildProcess
  go(): void
  /** Everything it printed after `ready`, once it has ended. */
  readonly answers: Promise<string[]>
}

async function asker(folder: string, count: number, rejected?: string): Promise<Asker> {
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'keeper-process.ts'),
      folder,
      'c1',
      String(count),
      ...(rejected === undefined ? [] : [rejected]),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  const ready = Promise.withResolvers<void>()
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => (line === 'ready' ? ready.resolve() : lines.push(line)))
  const answers = once(reader, 'close').then(() => lines)
  await Promise.race([ready.promise, answers])
  return { child, answers, go: () => void child.stdin.end('go\n') }
}

/** A folder with the grant `at-0`, `rt-0` in it. */
async function folderWith(grant: ReturnType<typeof grantAt>): Promise<string> {
  const folder = privateFolder()
  const bench = await keeperBench(folder)
  await bench.keeper.save(grant)
  await bench.close()
  return folder
}

async function stored(folder: string) {
  const bench = await keeperBench(folder)
  try {
    return await bench.keeper.read('c1')
  } finally {
    await bench.close()
  }
}

describe('several processes', () => {
  it('R01: twelve callers in six processes at expiry redeem the refresh token once, and all get the new token', async () => {
    const server = await startRotating()
    const folder = await folderWith(grantAt(server.issuer))
    const askers = await Promise.all(Array.from({ length: 6 }, () => asker(folder, 2)))
    for (const each of askers) each.go()
    const answers = (await Promise.all(askers.map((each) => each.answers))).flat()
    expect(answers).toEqual(Array.from({ length: 12 }, () => 'token at-1'))
    expect(server.counts).toEqual({ redemptions: 1, revocations: 0 })
    expect(await stored(folder)).toMatchObject({ accessToken: 'at-1', refreshToken: 'rt-1' })
  })

  it('R01: that were all refused the same token redeem once as well', async () => {
    const server = await startRotating()
    const folder = await folderWith(grantAt(server.issuer, { expiresAt: Date.now() + 3_600_000 }))
    const askers = await Promise.all(Array.from({ length: 4 }, () => asker(folder, 3, 'at-0')))
    for (const each of askers) each.go()
    const answers = (await Promise.all(askers.map((each) => each.answers))).flat()
    expect(answers).toEqual(Array.from({ length: 12 }, () => 'token at-1'))
    expect(server.counts).toEqual({ redemptions: 1, revocations: 0 })
  })

  it('R01: one that is killed in the middle of its refresh is followed by another within ten seconds', async () => {
    const server = await startRotating()
    const folder = await folderWith(grantAt(server.issuer))
    const arrived = Promise.withResolvers<void>()
    server.intervene(async () => {
      if (server.asked.length > 1) return undefined
      arrived.resolve()
      // The first one waits for an answer until it is killed.
      return new Promise(() => undefined)
    })
    const [first, second] = [await asker(folder, 1), await asker(folder, 1)]
    first.go()
    await arrived.promise
    second.go()
    first.child.kill('SIGKILL')
    const late = new Promise<string[]>((resolve) =>
      setTimeout(() => resolve(['nothing within ten seconds']), 10_000),
    )
    expect(await Promise.race([second.answers, late])).toEqual(['token at-1'])
    expect(server.counts).toEqual({ redemptions: 1, revocations: 0 })
  })

  it('R01: one that is stopped in the middle, as by a sleeping computer, does not undo what another did meanwhile', async () => {
    const server = await startRotating()
    const folder = await folderWith(grantAt(server.issuer))
    const arrived = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    server.intervene(async () => {
      if (server.asked.length > 1) return undefined
      arrived.resolve()
      await held.promise
      return undefined
    })
    const [sleeper, other] = [await asker(folder, 1), await asker(folder, 1)]
    sleeper.go()
    await arrived.promise
    sleeper.child.kill('SIGSTOP')
    // Its lease is over by the time it wakes up.
    const bench = await keeperBench(folder)
    bench.database.run('DELETE FROM leases')
    await bench.close()
    other.go()
    expect(await other.answers).toEqual(['token at-1'])
    held.resolve()
    sleeper.child.kill('SIGCONT')
    expect(await sleeper.answers).toEqual(['token at-1'])
    expect(await stored(folder)).toMatchObject({ accessToken: 'at-1', refreshToken: 'rt-1' })
  })

  it('R02: a token without expiry and refresh token is used over three restarts, until the server refuses it', async () => {
    const server = await startRotating()
    const folder = await folderWith(
      grantAt(server.issuer, { refreshToken: undefined, expiresAt: undefined }),
    )
    for (let start = 0; start < 3; start += 1) {
      const each = await asker(folder, 1)
      each.go()
      expect(await each.answers).toEqual(['token at-0'])
    }
    const refused = await asker(folder, 1, 'at-0')
    refused.go()
    expect(await refused.answers).toEqual(['problem sign-in-expired'])
    expect(server.asked).toEqual([])
    expect(await stored(folder)).toMatchObject({ accessToken: 'at-0' })
  })
})
