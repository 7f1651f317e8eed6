/** In a guest network nobody has signed in to yet: its portal is recognised on every leg, named, and nothing is lost. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeCertificates } from '../adapters/http/certificates.ts'
import type { Certificates } from '../adapters/http/certificates.ts'
import { portalPage } from '../servers/guest-portal.ts'
import { openOwnNetwork, whyNoOwnNetwork } from '../servers/own-network.ts'
import type { NetworkParts } from '../servers/network-process.ts'
import { openHome } from './aip.ts'
import type { Ended } from './aip.ts'

const why = whyNoOwnNetwork()
if (why !== undefined) process.stderr.write(`Not tested here: guest networks, because ${why}.\n`)

const serverName = 'mcp.example.com'
const loginName = 'login.example.com'
const url = `https://${serverName}/mcp`
const setup = `
  ip link add v0 type veth peer name v1
  ip addr add 203.0.113.1/32 dev v0
  ip link set v0 up
  ip link set v1 up
  ip addr add 203.0.113.10/32 dev lo`
const interceptAll = 'ip route add local 0.0.0.0/0 dev lo'
const stopIntercepting = 'ip route del local 0.0.0.0/0 dev lo'
const at = (address: string) => [`${address} ${serverName} ${loginName}`]

function certificates(): Certificates {
  const made = makeCertificates()
  onTestFinished(() => made.remove())
  return made
}

function filesOf({ certFile, keyFile }: { certFile: string; keyFile: string }) {
  return { certFile, keyFile }
}

/** The portal, at the addresses this test meets it at; the last one is nobody's. */
function portalOf(made: Certificates, ...addresses: string[]): NonNullable<NetworkParts['portal']> {
  const pair = made.issue('portal', { hosts: ['DNS:login.guest.example'] })
  return { ...filesOf(pair), addresses: [...addresses, '198.51.100.7'] }
}

function expectPortal(ended: Ended, page = portalPage) {
  expect(ended.code, ended.stdout + ended.stderr).toBe(4)
  const problem = ended.problem()
  expect(problem, ended.stdout).toMatchObject({
    code: 'captive-portal',
    whoseTurn: 'you',
    step: 'network',
  })
  expect(problem.next).toContain('sign in to the network')
  expect(problem.details?.['page'] ?? '').toBe(page)
  // Its query names this computer.
  expect(ended.stdout + ended.stderr).not.toContain('02-fc')
}

describe.runIf(why === undefined)('a guest network that answers for every address', () => {
  it('is named on every leg, and the sign-in is there when it is over', async () => {
    const made = certificates()
    await using network = await openOwnNetwork({ setup, hosts: at('203.0.113.10') })
    const pair = made.issue('company', {
      by: made.root,
      hosts: [`DNS:${serverName}`, `DNS:${loginName}`],
    })
    await network.start({
      company: { serverName, loginName, addresses: ['203.0.113.10'], ...filesOf(pair) },
    })
    await using home = openHome({ NODE_EXTRA_CA_CERTS: made.root.certFile }, network.enter)
    const connected = await home.run(['connect', url, '--name', 'work', '--json'])
    expect(connected.code, connected.stderr).toBe(0)
    const spare = await home.run(['connect', url, '--name', 'spare', '--json'])
    expect(spare.code, spare.stderr).toBe(0)

    network.shell(interceptAll)
    network.setHosts(at('203.0.113.99'))
    const portal = await network.start({ portal: portalOf(made, '203.0.113.99') })
    for (const args of [
      ['discover', url, '--json'],
      ['connect', url, '--name', 'second', '--json'],
      ['tools', 'work', '--json'],
      ['refresh', 'work', '--json'],
    ]) {
      expectPortal(await home.run(args))
    }
    // Signing out is not held up by it, and the receipt says what the login server has not heard of.
    const signedOut = await home.run(['sign-out', 'spare', '--json'])
    const unheard = {
      result: 'failed',
      reason: expect.stringContaining(`in place of ${loginName}`),
    }
    expect(signedOut.json()).toMatchObject({
      signedOut: { name: 'spare', refreshToken: unheard, accessToken: unheard },
    })
    const doctor = await home.run(['doctor', url])
    expect(doctor.stdout).toMatch(/✗ Connection +The network that this computer is in answers/)
    expect(home.tabs()).toHaveLength(2)

    await portal.close()
    network.shell(stopIntercepting)
    network.setHosts(at('203.0.113.10'))
    const called = await home.run(['call', 'work', 'add', '{"a":2,"b":40}'])
    expect(called.stdout, called.stderr).toContain('42')
    expect(home.tabs()).toHaveLength(2)
  })

  it('is named behind a proxy of the company, too, which it keeps out of reach', async () => {
    const made = certificates()
    await using network = await openOwnNetwork({
      setup,
      hosts: [...at('203.0.113.99'), '203.0.113.98 proxy.corp.example'],
    })
    network.shell(interceptAll)
    await network.start({ portal: portalOf(made, '203.0.113.98') })
    await using home = openHome({ HTTPS_PROXY: 'http://proxy.corp.example:3128' }, network.enter)
    expectPortal(await home.run(['discover', url, '--json']))
  })

  it('is not taken for the page of a server without encryption', async () => {
    const made = certificates()
    await using network = await openOwnNetwork({ setup, hosts: ['10.1.2.3 wiki.corp.example'] })
    network.shell(interceptAll)
    await network.start({ portal: portalOf(made, '10.1.2.3') })
    await using home = openHome({}, network.enter)
    expectPortal(await home.run(['connect', 'http://wiki.corp.example/mcp', '--yes', '--json']))
  })
})

describe.runIf(why === undefined)('a guest network that knows every name', () => {
  it('is named, although its address is one of a private network', async () => {
    const made = certificates()
    await using network = await openOwnNetwork({ setup })
    network.shell('ip addr add 10.9.9.9/32 dev lo')
    const nameServer = { address: '127.0.0.53', habit: '10.9.9.9' } as const
    await network.start({ portal: { ...portalOf(made), addresses: ['10.9.9.9'] }, nameServer })
    await using home = openHome({}, network.enter)
    expectPortal(await home.run(['discover', url, '--json']), '')
  })
})

describe.runIf(why === undefined)(
  'a certificate that is not trusted, in a network that answers for nobody',
  () => {
    it('stays what it is', async () => {
      const made = certificates()
      await using network = await openOwnNetwork({ setup, hosts: at('203.0.113.10') })
      await network.start({
        company: {
          serverName,
          loginName,
          addresses: ['203.0.113.10'],
          ...filesOf(made.issue('company', { by: made.root, hosts: [`DNS:${serverName}`] })),
        },
      })
      await using home = openHome({}, network.enter)
      const ended = await home.run(['discover', url, '--json'])
      expect(ended.problem()).toMatchObject({ code: 'certificate-untrusted' })
    })
  },
)
