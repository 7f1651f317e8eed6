/** `aip doctor` ends with a call through the relay, in real processes, and names the hop that fails (R21). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Check } from '../../src-main/contract/check.ts'
import { startRegistrationServer } from '../../src-main/sample-servers/registration-server.ts'
import type { Home, Running } from './aip.ts'
import { agentOf, done, linkedHome, startRelayProgram, startTunnel } from './tunnel-stand.ts'
import type { RelayProgram } from './tunnel-stand.ts'
import { until } from './until.ts'

async function tunnelCheck(home: Home, ...subject: string[]) {
  const ended = await home.run(['doctor', ...subject, '--json'])
  const { checks } = z.object({ checks: z.array(Check) }).parse(ended.json())
  return checks.find((each) => each.id === 'tunnel')
}

const stack = new AsyncDisposableStack()
let server: Awaited<ReturnType<typeof startRegistrationServer>>
let relay: RelayProgram
let home: Home
let running: Running

beforeAll(async () => {
  server = await startRegistrationServer()
  stack.defer(() => server.close())
  relay = await startRelayProgram(stack)
  const tunnel = await relay.makeTunnel('ada-laptop')
  home = (await linkedHome(stack, tunnel, [server.url])).home
  running = await startTunnel(home)
}, 120_000)

afterAll(() => stack.disposeAsync())

describe('aip doctor on a computer with a tunnel', () => {
  it('makes a call through the relay, which the log shows as its own', async () => {
    const check = await tunnelCheck(home, 'sample')
    expect(check).toMatchObject({ status: 'pass' })
    expect(check?.evidence).toMatch(/called through the relay: sample answers \d+ in \d+ ms/)
    const log = await done(home.run(['tunnel', 'log', '--json']))
    expect(log.stdout).toContain('"caller":"aip doctor"')
  })

  it('notices an agent that is frozen: it has a line still, but no call comes back over it', async () => {
    const agent = await agentOf(running)
    process.kill(agent, 'SIGSTOP')
    const check = await tunnelCheck(home)
    process.kill(agent, 'SIGCONT')
    expect(check).toMatchObject({ status: 'fail' })
  })

  it('names the sign-in', async () => {
    await done(home.run(['sign-out', 'sample']))
    const check = await failing('sign-in-needed')
    expect(check.evidence).toContain('failed at the sign-in')
    await done(home.run(['sign-in', 'sample']))
  })

  it('names the server, the relay and the agent, as one after the other ends', async () => {
    await server.close()
    const noServer = await failing('unreachable')
    expect(noServer.evidence).toContain('failed connecting to the server')
    await relay.kill()
    await failing('relay-unreachable')
    running.child.kill('SIGKILL')
    await failing('agent-not-running')
  })
})

/** The check once it fails with `code`: agent and parent notice within moments. */
async function failing(code: string): Promise<Check> {
  let check: Check | undefined
  await until(`the check fails with ${code}`, async () => {
    check = await tunnelCheck(home)
    return check?.status === 'fail' && check.code === code
  })
  if (!check) throw new Error('no check')
  return check
}
