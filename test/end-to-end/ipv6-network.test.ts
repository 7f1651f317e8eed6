/** A network in which everything but loopback is IPv6: the whole journey, and the tunnel. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeCertificates } from '../adapters/http/certificates.ts'
import { openOwnNetwork, whyNoOwnNetwork } from '../servers/own-network.ts'
import { openHome } from './aip.ts'

const why = whyNoOwnNetwork()
if (why !== undefined) process.stderr.write(`Not tested here: IPv6 only, because ${why}.\n`)

const names = { serverName: 'mcp.example.com', loginName: 'login.example.com' }

describe.runIf(why === undefined)('in a network of IPv6 only', () => {
  it('a server is connected, called, refreshed and signed out of', async () => {
    const made = makeCertificates()
    onTestFinished(() => made.remove())
    await using network = await openOwnNetwork({
      hosts: [`2001:db8:5::10 ${names.serverName} ${names.loginName}`],
      setup: `
        ip link add v0 type veth peer name v1
        ip link set v0 up
        ip link set v1 up
        ip addr add 2001:db8:5::1/64 dev v0 nodad
        ip addr add 2001:db8:5::10/128 dev lo nodad`,
    })
    const { certFile, keyFile } = made.issue('company', {
      by: made.root,
      hosts: [`DNS:${names.serverName}`, `DNS:${names.loginName}`],
    })
    await network.start({ company: { ...names, certFile, keyFile, addresses: ['2001:db8:5::10'] } })
    await using home = openHome({ NODE_EXTRA_CA_CERTS: made.root.certFile }, network.enter)
    const connected = await home.run([
      'connect',
      `https://${names.serverName}/mcp`,
      '--name',
      'six',
    ])
    expect(connected.code, connected.stderr).toBe(0)
    expect((await home.run(['call', 'six', 'add', '{"a":2,"b":40}'])).stdout).toContain('42')
    expect((await home.run(['refresh', 'six'])).code).toBe(0)
    const receipt = (await home.run(['sign-out', 'six', '--json'])).json()
    expect(receipt).toMatchObject({ signedOut: { refreshToken: { result: 'revoked' } } })
  })
})
