/** The network layer in networks that are not as they should be: each in namespaces of its own, with real name servers, addresses and silence. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, vi } from 'vitest'
import { openOwnNetwork, whyNoOwnNetwork } from '../../servers/own-network.ts'
import type { OwnNetwork } from '../../servers/own-network.ts'
import { makeCertificates } from './certificates.ts'
import type { Wish } from './ask-process.ts'

/** A dozen processes start at once, and some of them wait for half a minute. */
vi.setConfig({ testTimeout: 120_000 })

const why = whyNoOwnNetwork()
if (why !== undefined) process.stderr.write(`Not tested here: odd networks, because ${why}.\n`)

/** A cable whose other end swallows everything: nobody answers there, and nobody says so. */
const cable = `
  ip link add v0 type veth peer name v1
  ip link set v0 up
  ip link set v1 up
  ip addr add 203.0.113.1/24 dev v0`
const swallow = (address: string) =>
  `ip neigh replace ${address} lladdr 02:00:00:00:00:99 nud permanent dev v0`

/** Most of the time is spent waiting for somebody who says nothing. */
const where = describe.runIf(why === undefined).concurrent

interface Asking {
  /** The next line it prints. */
  next(): Promise<unknown>
  goOn(): void
}

function ask(network: OwnNetwork, wish: Wish): Asking {
  const script = join(import.meta.dirname, 'ask-process.ts')
  const [command = '', ...before] = network.enter
  const child = spawn(command, [...before, process.execPath, script, JSON.stringify(wish)], {
    env: { PATH: process.env['PATH'] },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    async next() {
      const line = await lines.next()
      if (line.done) throw new Error(`it ended with ${child.exitCode}`)
      return JSON.parse(line.value)
    },
    goOn: () => void child.stdin.write('\n'),
  }
}

const answerTo = (network: OwnNetwork, wish: Wish) => ask(network, wish).next()

where('a name', () => {
  it.each([
    ['that does not exist', 'nxdomain', 'host-not-found', 'you'],
    ['whose name servers fail', 'servfail', 'name-lookup-failed', 'it'],
    ['whose name servers say nothing', 'silent', 'name-lookup-failed', 'it'],
  ] as const)('%s is told apart', async (_words, habit, code, whoseTurn) => {
    await using network = await openOwnNetwork({ setup: cable })
    await network.start({ nameServer: { address: '127.0.0.53', habit } })
    const wish = { address: 'https://mcp.example.com/', how: 'fetch', limits: 'metadata' } as const
    expect(await answerTo(network, wish)).toMatchObject({ code, whoseTurn })
  })

  it('on a computer without a network: offline', async () => {
    await using network = await openOwnNetwork({ setup: '' })
    for (const address of ['https://mcp.example.com/', 'https://203.0.113.10/']) {
      const problem = await answerTo(network, { address, how: 'fetch' })
      expect(problem, address).toMatchObject({ code: 'offline', whoseTurn: 'you' })
    }
  })
})

where('a network without IPv4', () => {
  const setup = `
    ip link add v0 type veth peer name v1
    ip link set v0 up
    ip link set v1 up
    ip addr add 2001:db8:5::1/64 dev v0 nodad
    ip addr add 2001:db8:5::10/128 dev lo nodad
    ip addr del 127.0.0.1/8 dev lo`

  it('leads to servers of this computer by name and by address', async () => {
    const names = ['2001:db8:5::10 mcp.example.com']
    await using network = await openOwnNetwork({ setup, hosts: names })
    await network.start({ plain: { addresses: ['2001:db8:5::10', '::1'], port: 8080 } })
    // Plain http never leads to the internet, IPv6 or not.
    const open = { address: 'http://mcp.example.com:8080/', how: 'dial' } as const
    expect(await answerTo(network, open)).toMatchObject({ code: 'insecure-address' })
    for (const address of ['http://[::1]:8080/', 'http://localhost:8080/']) {
      const answer = await answerTo(network, { address, how: 'fetch' })
      expect(answer, address).toMatchObject({ text: 'from ::1' })
    }
    const dialled = await answerTo(network, { address: 'http://[::1]:8080/', how: 'dial' })
    expect(dialled).toEqual({ connected: '::1' })
  })

  it('has a place for browsers to come back to', async () => {
    await using network = await openOwnNetwork({ setup })
    const came = await answerTo(network, { address: '', how: 'callback' })
    expect(came).toEqual({ at: 'localhost', code: 'one' })
  })

  it('has no way to an address of IPv4, and that is said', async () => {
    await using network = await openOwnNetwork({ setup })
    const problem = await answerTo(network, { address: 'https://203.0.113.10/', how: 'fetch' })
    expect(problem).toMatchObject({ code: 'unreachable', whoseTurn: 'you' })
  })
})

where('a host with several addresses', () => {
  it('is reached at the one that answers when IPv6 is swallowed on the way', async () => {
    const setup = `${cable}
      ip addr add 2001:db8:5::1/64 dev v0 nodad
      ip addr add 10.1.2.3/32 dev lo
      ${swallow('fd00:5::10')}
      ip route add fd00:5::/64 dev v0`
    const hosts = ['fd00:5::10 both.corp.example', '10.1.2.3 both.corp.example']
    await using network = await openOwnNetwork({ setup, hosts })
    await network.start({ plain: { addresses: ['10.1.2.3'], port: 8080 } })
    const answer = await answerTo(network, {
      address: 'http://both.corp.example:8080/',
      how: 'fetch',
      limits: 'metadata',
    })
    expect(answer).toEqual({ status: 200, text: 'from 10.1.2.3' })
  })

  it('that all say nothing is given up within the limit of a document', async () => {
    const setup = `${cable}\n${swallow('203.0.113.10')}\n${swallow('203.0.113.11')}`
    const hosts = ['203.0.113.10 silent.example.com', '203.0.113.11 silent.example.com']
    await using network = await openOwnNetwork({ setup, hosts })
    const address = 'https://silent.example.com/'
    const problem = await answerTo(network, { address, how: 'fetch', limits: 'metadata' })
    expect(problem).toMatchObject({ code: 'timed-out', whoseTurn: 'server-owner' })
  })
})

where('a server that vanishes without a word', () => {
  const setup = `${cable}\nip addr add 10.1.2.3/32 dev lo`
  const vanish = `ip addr del 10.1.2.3/32 dev lo
    ip route add 10.1.2.3/32 dev v0
    ${swallow('10.1.2.3')}`

  it('ends a stream that has nothing to send', async () => {
    await using network = await openOwnNetwork({ setup })
    await network.start({ plain: { addresses: ['10.1.2.3'], port: 8080 } })
    const address = 'http://10.1.2.3:8080/stream'
    const asking = ask(network, { address, how: 'stream', limits: 'stream' })
    expect(await asking.next()).toBe('connected')
    network.shell(vanish)
    asking.goOn()
    expect(await asking.next()).toMatchObject({ code: 'timed-out' })
  })

  it('ends a request on a connection that was kept open', async () => {
    await using network = await openOwnNetwork({ setup })
    await network.start({ plain: { addresses: ['10.1.2.3'], port: 8080 } })
    const asking = ask(network, { address: 'http://10.1.2.3:8080/', how: 'again' })
    expect(await asking.next()).toBe('connected')
    network.shell(vanish)
    asking.goOn()
    expect(await asking.next()).toMatchObject({ code: 'timed-out' })
  })
})

where('the line to a relay', () => {
  it('names a guest network that answers for it', async () => {
    const made = makeCertificates()
    const setup = `${cable}\nip route add local 0.0.0.0/0 dev lo`
    const hosts = ['198.51.100.9 relay.example.com']
    await using network = await openOwnNetwork({ setup, hosts })
    const { certFile, keyFile } = made.issue('portal')
    const addresses = ['198.51.100.9', '198.51.100.7']
    await network.start({ portal: { certFile, keyFile, addresses } })
    const problem = await answerTo(network, { address: 'https://relay.example.com/', how: 'dial' })
    made.remove()
    expect(problem).toMatchObject({ code: 'captive-portal', whoseTurn: 'you' })
  })
})
