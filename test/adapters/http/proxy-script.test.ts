/** Proxy scripts (PAC): where they lead, what they are told, and what happens when they do not work (R17). */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseProxy } from '#adapters/http/proxy-choice.ts'
import { proxyByScript } from '#adapters/http/proxy-script.ts'
import { privateFolder } from '../store/private-folder.ts'
import { closedPort, fromPerson, httpFor, problemOf, webServer } from './network.ts'

function scriptFile(body: string): string {
  const file = join(privateFolder(), 'proxy.pac')
  writeFileSync(file, `function FindProxyForURL(url, host) { ${body} }`)
  return file
}

const outside = new URL('https://mcp.example.com/secret/path?token=1')

describe('a proxy script', () => {
  it.each([
    ['PROXY proxy.corp:3128', 'http://proxy.corp:3128/'],
    ['HTTPS proxy.corp:443; DIRECT', 'https://proxy.corp/'],
    ['SOCKS old.corp:1080; PROXY proxy.corp:8080', 'http://proxy.corp:8080/'],
    ['DIRECT', undefined],
    ['', undefined],
  ])('that answers "%s" leads to %s', async (answer, expected) => {
    const find = proxyByScript(scriptFile(`return ${JSON.stringify(answer)}`))
    expect((await find(outside))?.href).toBe(expected)
  })

  it('decides by host, and is told neither path nor query', async () => {
    const find = proxyByScript(
      scriptFile(
        `if (shExpMatch(host, "*.intra.example")) return "DIRECT";
         return url === "https://mcp.example.com/" ? "PROXY right:1" : "PROXY wrong:1"`,
      ),
    )
    expect(await find(new URL('https://a.intra.example/'))).toBeUndefined()
    expect((await find(outside))?.href).toBe('http://right:1/')
  })

  it('sees nothing of this computer', async () => {
    const body = `return "PROXY " + [typeof process, typeof require, typeof fetch].join("-") + ":1"`
    const proxy = await proxyByScript(scriptFile(body))(outside)
    expect(proxy?.hostname).toBe('undefined-undefined-undefined')
  })

  it('comes from the address of the company, and is asked once for each server', async () => {
    let loads = 0
    const port = await webServer((_request, response) => {
      loads += 1
      response.end('function FindProxyForURL() { return "PROXY proxy.corp:1" }')
    })
    const find = proxyByScript(`http://127.0.0.1:${port}/wpad.dat`)
    await find(outside)
    await find(new URL('https://other.example/'))
    expect(loads).toBe(1)
  })

  it.each([
    ['is not there', () => '/nowhere/proxy.pac'],
    ['does not work', () => scriptFile('throw new Error("broken")')],
    ['is no script', () => scriptFile('}')],
    ['names nothing usable', () => scriptFile('return "SOCKS5 a:1"')],
  ])('that %s is the turn of IT', async (_what, file) => {
    expect(await problemOf(proxyByScript(file())(outside))).toMatchObject({
      code: 'proxy-failed',
      whoseTurn: 'it',
    })
  })

  it('that could not be loaded is tried again with the next request', async () => {
    const file = join(privateFolder(), 'proxy.pac')
    const find = proxyByScript(file)
    await problemOf(find(outside))
    writeFileSync(file, 'function FindProxyForURL() { return "DIRECT" }')
    expect(await find(outside)).toBeUndefined()
  })
})

describe('where a script is set', () => {
  const script = () => scriptFile('return "PROXY from.script:1"')

  it('a proxy of the environment goes first', async () => {
    const environment = { AIP_PROXY_PAC: script(), HTTPS_PROXY: 'http://from.environment:1' }
    expect((await chooseProxy(environment)(outside))?.hostname).toBe('from.environment')
  })

  it.each(['http://127.0.0.1:1/', 'http://localhost:1/', 'https://left.out.example/'])(
    'it is not asked about %s',
    async (url) => {
      const environment = { AIP_PROXY_PAC: script(), NO_PROXY: 'out.example' }
      expect(await chooseProxy(environment)(new URL(url))).toBeUndefined()
    },
  )

  it('requests take the way it names', async () => {
    const port = await closedPort()
    const environment = { AIP_PROXY_PAC: scriptFile(`return "PROXY 127.0.0.1:${port}"`) }
    const fetch = httpFor({ environment }).fetchWithin(fromPerson)
    const problem = await problemOf(fetch('https://mcp.example.com/'))
    expect(problem).toMatchObject({
      code: 'proxy-failed',
      details: { proxy: `127.0.0.1:${port}` },
    })
  })
})
