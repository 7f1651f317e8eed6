/** Behind a company's proxy and certificate authority: every leg takes the same way, and what is in the way is named (R17, R18). */
import { describe, expect, it } from 'vitest'
import { openHome } from './aip.ts'
import type { Home } from './aip.ts'
import { startCompanyNetwork, whyNoCompanyNetwork } from './company-network.ts'
import type { CompanyNetwork } from './company-network.ts'

const why = whyNoCompanyNetwork()
if (why !== undefined) process.stderr.write(`Not tested here: a company network, because ${why}.\n`)

/** A home on this network; the browser of the person goes the same way. */
function homeIn(network: CompanyNetwork, changes: Record<string, string | undefined> = {}): Home {
  return openHome({
    HTTPS_PROXY: network.proxy,
    NO_PROXY: '127.0.0.1,localhost',
    NODE_EXTRA_CA_CERTS: network.caFile,
    NODE_USE_ENV_PROXY: '1',
    ...changes,
  })
}

describe.runIf(why === undefined)('behind a company proxy', () => {
  it('every leg goes through it: discovery, registration, sign-in, tokens, tools, revocation', async () => {
    await using network = await startCompanyNetwork()
    await using home = homeIn(network)
    const connected = await home.run(['connect', network.url, '--name', 'inside', '--json'])
    expect(connected.code, connected.stderr).toBe(0)
    expect((await home.run(['call', 'inside', 'add', '{"a":2,"b":40}'])).stdout).toContain('42')
    expect((await home.run(['refresh', 'inside'])).code).toBe(0)
    const receipt = (await home.run(['sign-out', 'inside', '--json'])).json()
    expect(receipt).toMatchObject({ signedOut: { refreshToken: { result: 'revoked' } } })
    expect(new Set(network.proxied())).toEqual(new Set(['mcp.corp.test', 'login.corp.test']))
  })

  it('nothing is reached without it, and the name that is not known is said', async () => {
    await using network = await startCompanyNetwork()
    await using home = homeIn(network, { HTTPS_PROXY: undefined })
    const ended = await home.run(['discover', network.url, '--json'])
    expect(ended.code).toBe(4)
    expect(ended.problem()).toMatchObject({ code: 'host-not-found', whoseTurn: 'you' })
    expect(network.proxied()).toEqual([])
  })

  it('that wants a login, it is told which one is missing, and with it everything works', async () => {
    await using network = await startCompanyNetwork({ login: 'kim:geheim' })
    await using without = homeIn(network, { HTTPS_PROXY: network.proxyWithoutLogin })
    const refused = await without.run(['discover', network.url, '--json'])
    expect(refused.code).toBe(4)
    expect(refused.problem().code).toBe('proxy-login-needed')
    await using home = homeIn(network)
    const connected = await home.run(['connect', network.url, '--json'])
    expect(connected.code, connected.stderr).toBe(0)
    expect(connected.stdout + connected.stderr).not.toContain('geheim')
  })

  it('an authority this computer does not trust is named, before anything is sent', async () => {
    await using network = await startCompanyNetwork()
    await using home = homeIn(network, { NODE_EXTRA_CA_CERTS: undefined })
    const ended = await home.run(['connect', network.url, '--json'])
    expect(ended.code).toBe(5)
    expect(ended.problem()).toMatchObject({ code: 'certificate-untrusted' })
    expect(JSON.stringify(ended.problem())).toContain('Example Root')
    expect(home.tabs()).toEqual([])
  })
})
