/** What `docs/troubleshooting.md` says is seen when this computer or its network is at fault: brought about for real, and compared with the page. */
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeCertificates } from '../adapters/http/certificates.ts'
import type { IssueOptions } from '../adapters/http/certificates.ts'
import { habits } from '../servers/habits.ts'
import { openOwnNetwork, whyNoOwnNetwork } from '../servers/own-network.ts'
import { freePort } from '../servers/start-process.ts'
import { byHandVendors } from '../servers/vendors/by-hand.ts'
import { selfRegisteringVendors } from '../servers/vendors/by-itself.ts'
import { openHome } from './aip.ts'
import type { Home } from './aip.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/troubleshooting.md'), 'utf8')

/** The line of the doctor that a section promises, as a pattern (`…` stands for anything), and the code beside it. */
function promised(title: string): { line: RegExp; code: string } {
  const [, section = ''] = page.split(`\n### ${title}\n`)
  const [, line = '', rest = ''] = /\*\*Seen\*\* `([^`]+)`([^\n]*)/.exec(section) ?? []
  const code = /`([a-z-]+)`/.exec(rest)?.[1] ?? ''
  const parts = line.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return { line: new RegExp(parts.join('.+').replaceAll(/ +/g, ' +')), code }
}

async function expectSeen(title: string, home: Home, ...args: string[]): Promise<void> {
  const { line, code } = promised(title)
  expect(code, title).not.toBe('')
  const { stdout, stderr } = await home.run(['doctor', ...args])
  expect(stdout + stderr).toMatch(line)
  expect(stdout).toContain(`code: ${code}`)
}

/** A web server with a certificate; `ca` is the file of the authority behind it. */
async function secureServer(options: IssueOptions = {}): Promise<{ port: number; ca: string }> {
  const made = makeCertificates()
  const { cert, key } = made.issue('server', { by: made.root, ...options })
  const server = createTlsServer({ cert, key }, (_request, response) => response.end('here'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    made.remove()
  })
  return { port: (server.address() as AddressInfo).port, ca: made.root.certFile }
}

it('every section is brought about by a test', () => {
  const titles = [...page.matchAll(/^### (.+)$/gm)].map(([, title = '']) => title)
  const servers = [...byHandVendors, ...selfRegisteringVendors].map(({ section }) => section)
  const here = readFileSync(import.meta.filename, 'utf8')
  const tested = (title: string) =>
    servers.includes(title) ||
    habits.some((habit) => habit.title === title) ||
    here.includes(`'${title}'`)
  expect(titles.filter((title) => !tested(title))).toEqual([])
})

describe('this computer', () => {
  it('The keychain cannot be used', async () => {
    await using home = openHome({
      AIP_VAULT: 'keychain',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/none',
    })
    await expectSeen('The keychain cannot be used', home)
  })

  it('The saved data cannot be read', async () => {
    await using home = openHome()
    mkdirSync(home.data, { mode: 0o700 })
    writeFileSync(join(home.data, 'aip.db'), 'not a database, '.repeat(1000))
    await expectSeen('The saved data cannot be read', home)
  })
})

describe('the way to a server', () => {
  it('Nothing listens at the port', async () => {
    await using home = openHome()
    const address = `http://127.0.0.1:${await freePort()}/mcp`
    await expectSeen('Nothing listens at the port', home, address)
  })

  it('The proxy does not help', async () => {
    await using home = openHome({ HTTPS_PROXY: `http://127.0.0.1:${await freePort()}` })
    await expectSeen('The proxy does not help', home, 'https://mcp.example.com/mcp')
  })

  it('The certificate is not trusted', async () => {
    const { port } = await secureServer()
    await using home = openHome()
    const seen = promised('The certificate is not trusted')
    expect(seen.code).toBe('certificate-untrusted')
    const { stdout } = await home.run(['doctor', `https://127.0.0.1:${port}/mcp`])
    // The page names an authority of its own as example.
    expect(stdout).toMatch(
      /✗ Encryption +The certificate of .+ was issued by "Example Root", which this computer does not trust\./,
    )
    expect(stdout).toContain('code: certificate-untrusted')
  })

  it('The certificate is for another name', async () => {
    const { port, ca } = await secureServer({ hosts: ['DNS:other.example.com'] })
    await using home = openHome({ NODE_EXTRA_CA_CERTS: ca })
    const address = `https://127.0.0.1:${port}/mcp`
    await expectSeen('The certificate is for another name', home, address)
  })

  it('The server speaks https, the address says http', async () => {
    const { port } = await secureServer()
    await using home = openHome()
    const address = `http://127.0.0.1:${port}/mcp`
    await expectSeen('The server speaks https, the address says http', home, address)
  })
})

const why = whyNoOwnNetwork()
if (why !== undefined)
  process.stderr.write(`Not tested here: names and guest networks, because ${why}.\n`)

describe.runIf(why === undefined)('the network', () => {
  const setup = `
    ip link add v0 type veth peer name v1
    ip addr add 203.0.113.1/32 dev v0
    ip link set v0 up
    ip link set v1 up`

  it.each([
    ['The name does not exist', 'nxdomain'],
    ['The name servers do not answer', 'servfail'],
  ] as const)('%s', async (title, habit) => {
    await using network = await openOwnNetwork({ setup })
    await network.start({ nameServer: { address: '127.0.0.53', habit } })
    await using home = openHome({}, network.enter)
    await expectSeen(title, home, 'https://mcp.example.com/mcp')
  })

  it('A guest network answers in place of the server', async () => {
    const made = makeCertificates()
    onTestFinished(() => made.remove())
    await using network = await openOwnNetwork({ setup, hosts: ['198.51.100.9 mcp.example.com'] })
    network.shell('ip route add local 0.0.0.0/0 dev lo')
    const { certFile, keyFile } = made.issue('portal')
    const addresses = ['198.51.100.9', '198.51.100.7']
    await network.start({ portal: { certFile, keyFile, addresses } })
    await using home = openHome({}, network.enter)
    const title = 'A guest network answers in place of the server'
    await expectSeen(title, home, 'https://mcp.example.com/mcp')
  })
})
