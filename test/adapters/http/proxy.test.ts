/** Company proxies: which requests go through them, how they say no, and what they cannot be used for (R17). */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proxyFor } from '#adapters/http/proxy-choice.ts'
import type { Environment } from '#adapters/http/proxy-choice.ts'
import type { Reach } from '#core/ports.ts'
import { makeCertificates } from './certificates.ts'
import type { Certificates } from './certificates.ts'
import { codeOf, fromPerson, httpFor, listening, names, problemOf, rawServer } from './network.ts'

let made: Certificates

beforeAll(() => {
  made = makeCertificates()
})

afterAll(() => made.remove())

interface ProxyHabits {
  /** Answers every CONNECT with this status instead of a tunnel. */
  readonly status?: number
  /** Base64 of the login that is wanted. */
  readonly login?: string
}

/** A proxy that leads every name to this computer, and remembers what it was asked. */
function proxyServer(habits: ProxyHabits, asked: string[], server: Server): Server {
  const allowed = (login: string | undefined) =>
    habits.login === undefined || login === `Basic ${habits.login}`
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url ?? ''}`)
    socket.on('error', () => undefined)
    if (!allowed(request.headers['proxy-authorization'])) {
      socket.end('HTTP/1.1 407 No\r\nproxy-authenticate: Basic realm="it"\r\n\r\n')
      return
    }
    if (habits.status) {
      socket.end(`HTTP/1.1 ${habits.status} No\r\n\r\n`)
      return
    }
    const target = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      target.pipe(socket).pipe(target)
    })
    target.on('error', () => socket.destroy())
    socket.on('close', () => target.destroy())
  })
  server.on('request', (request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`)
    if (allowed(request.headers['proxy-authorization'])) {
      return response.end(`proxied for ${request.headers.host ?? ''}`)
    }
    return response.writeHead(407, { 'proxy-authenticate': 'Basic realm="it"' }).end()
  })
  return server
}

async function proxy(habits: ProxyHabits = {}) {
  const asked: string[] = []
  const port = await listening(proxyServer(habits, asked, createServer()))
  return { asked, port, url: `http://127.0.0.1:${port}` }
}

async function secureOrigin(name: string): Promise<number> {
  const { cert, key } = made.issue(name, { by: made.root, hosts: [`DNS:${name}`] })
  return listening(
    createSecureServer({ cert, key }, (_request, response) => response.end('inside')),
  )
}

const publicNames = names({
  'mcp.example': ['203.0.113.5'],
  'inside.example': ['10.0.0.5'],
  'here.example': ['127.0.0.1'],
})

describe('a request through a proxy', () => {
  it('reaches an https server by a tunnel, with the certificate checked end to end', async () => {
    const port = await secureOrigin('mcp.example')
    const { asked, url } = await proxy()
    const http = httpFor({ environment: { HTTPS_PROXY: url }, lookup: publicNames })
    const reach: Reach = { zone: 'public', limits: 'metadata', caFile: made.root.certFile }
    const response = await http.fetchWithin(reach)(`https://mcp.example:${port}/mcp`)
    expect(await response.text()).toBe('inside')
    expect(asked).toEqual([`CONNECT mcp.example:${port}`])
    const untrusting = http.fetchWithin({ zone: 'public', limits: 'metadata' })
    expect(await codeOf(untrusting(`https://mcp.example:${port}/`))).toBe('certificate-untrusted')
  })

  it('reaches names that only the proxy can look up', async () => {
    const port = await secureOrigin('mcp.elsewhere.example')
    const { asked, url } = await proxy()
    const http = httpFor({ environment: { https_proxy: url }, lookup: names({}) })
    expect(await http.zoneOf('https://mcp.elsewhere.example/')).toBe('public')
    const reach: Reach = { zone: 'public', limits: 'metadata', caFile: made.root.certFile }
    const response = await http.fetchWithin(reach)(`https://mcp.elsewhere.example:${port}/`)
    expect(await response.text()).toBe('inside')
    expect(asked).toHaveLength(1)
  })

  it('names the whole address in plain http', async () => {
    const { asked, url } = await proxy()
    const http = httpFor({ environment: { http_proxy: url }, lookup: publicNames })
    const reach: Reach = { ...fromPerson, plainHttpConfirmed: true }
    const response = await http.fetchWithin(reach)('http://inside.example:8080/mcp?a=b')
    expect(await response.text()).toBe('proxied for inside.example:8080')
    expect(asked).toEqual(['GET http://inside.example:8080/mcp?a=b'])
  })

  it('logs in with the user name and password of the proxy’s address', async () => {
    const login = Buffer.from('anna:p@ss').toString('base64')
    const { url } = await proxy({ login })
    const port = await secureOrigin('mcp.example')
    const address = url.replace('http://', 'http://anna:p%40ss@')
    const environment = { HTTPS_PROXY: address, HTTP_PROXY: address }
    const http = httpFor({ environment, lookup: publicNames })
    const reach: Reach = { ...fromPerson, caFile: made.root.certFile, plainHttpConfirmed: true }
    expect((await http.fetchWithin(reach)(`https://mcp.example:${port}/`)).status).toBe(200)
    expect((await http.fetchWithin(reach)('http://inside.example/')).status).toBe(200)
  })

  it('may go to the proxy encrypted', async () => {
    const { cert, key } = made.issue('proxy', { by: made.root })
    const asked: string[] = []
    const proxyPort = await listening(proxyServer({}, asked, createSecureServer({ cert, key })))
    const port = await secureOrigin('mcp.example')
    const environment = { HTTPS_PROXY: `https://127.0.0.1:${proxyPort}` }
    const http = httpFor({ environment, lookup: publicNames })
    const reach: Reach = { ...fromPerson, caFile: made.root.certFile }
    expect((await http.fetchWithin(reach)(`https://mcp.example:${port}/`)).status).toBe(200)
    expect(asked).toHaveLength(1)
  })

  it('never goes to loopback through it', async () => {
    const { asked, url } = await proxy()
    const port = await listening(createServer((_request, response) => response.end('direct')))
    const environment = { HTTP_PROXY: url, HTTPS_PROXY: url }
    const fetch = httpFor({ environment, lookup: publicNames }).fetchWithin(fromPerson)
    for (const host of ['127.0.0.1', 'localhost', 'here.example']) {
      expect(await (await fetch(`http://${host}:${port}/`)).text(), host).toBe('direct')
    }
    expect(asked).toEqual([])
  })
})

describe('a proxy that does not help', () => {
  it.each([
    ['https://mcp.example/', 'a tunnel'],
    ['http://inside.example/', 'a plain request'],
  ])('and wants a login: proxy-login-needed (%s)', async (address) => {
    const { url } = await proxy({ login: 'x' })
    const secret = url.replace('http://', 'http://anna:wrong-password@')
    const environment = { HTTPS_PROXY: secret, HTTP_PROXY: secret }
    const http = httpFor({ environment, lookup: publicNames })
    const problem = await problemOf(
      http.fetchWithin({ ...fromPerson, plainHttpConfirmed: true })(address),
    )
    expect(problem).toMatchObject({ code: 'proxy-login-needed', whoseTurn: 'you' })
    expect(JSON.stringify(problem)).not.toContain('wrong-password')
  })

  it.each([
    [403, 'proxy-failed'],
    [500, 'proxy-failed'],
    [502, 'unreachable'],
    [503, 'unreachable'],
    [504, 'timed-out'],
  ])('and answers %s: %s', async (status, code) => {
    const { url } = await proxy({ status })
    const http = httpFor({ environment: { HTTPS_PROXY: url }, lookup: publicNames })
    const problem = await problemOf(http.fetchWithin(fromPerson)('https://mcp.example/'))
    expect(problem.code).toBe(code)
    expect(problem.message).toContain('proxy')
  })

  it('and is not there, not known, or hangs up: proxy-failed', async () => {
    const port = await rawServer((socket) => socket.once('data', () => socket.destroy()))
    for (const at of ['127.0.0.1:9', 'unknown-proxy.example:3128', `127.0.0.1:${port}`]) {
      const environment = { HTTPS_PROXY: `http://${at}` }
      const fetch = httpFor({ environment, lookup: publicNames }).fetchWithin(fromPerson)
      expect(await codeOf(fetch('https://mcp.example/')), at).toBe('proxy-failed')
    }
  })

  it('and is silent: timed-out', async () => {
    const port = await rawServer(() => undefined)
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${port}` }
    const signal = AbortSignal.timeout(300)
    const fetch = httpFor({ environment, lookup: publicNames }).fetchWithin(fromPerson)
    expect(await codeOf(fetch('https://mcp.example/', { signal }))).toBe('timed-out')
  })

  it('and has an address that is none: proxy-failed', async () => {
    const environment = { HTTPS_PROXY: 'socks5://127.0.0.1:1080' }
    const fetch = httpFor({ environment, lookup: publicNames }).fetchWithin(fromPerson)
    expect(await codeOf(fetch('https://mcp.example/'))).toBe('proxy-failed')
  })
})

describe('zones behind a proxy', () => {
  it.each([
    ['https://10.0.0.1/', 'zone-crossed'],
    ['https://inside.example/', 'zone-crossed'],
    ['https://here.example/', 'zone-crossed'],
    ['https://intranet/', 'zone-crossed'],
    ['https://db.internal/', 'zone-crossed'],
    ['https://169.254.169.254/', 'address-forbidden'],
    ['http://mcp.example/', 'insecure-address'],
  ])('refuse %s for a public server: %s', async (url, code) => {
    const { asked, url: proxyUrl } = await proxy()
    const environment = { HTTPS_PROXY: proxyUrl, HTTP_PROXY: proxyUrl }
    const fetch = httpFor({ environment, lookup: publicNames }).fetchWithin({
      zone: 'public',
      limits: 'metadata',
    })
    expect(await codeOf(fetch(url))).toBe(code)
    expect(asked).toEqual([])
  })
})

describe('which proxy the environment names', () => {
  const both = { HTTP_PROXY: 'http://plain:1', HTTPS_PROXY: 'http://secure:2' }
  it.each<[string, Environment, string | undefined]>([
    ['https://a.example/', both, 'http://secure:2/'],
    ['http://a.example/', both, 'http://plain:1/'],
    ['https://a.example/', { HTTP_PROXY: 'http://plain:1' }, undefined],
    ['https://a.example/', { ALL_PROXY: 'http://all:3' }, 'http://all:3/'],
    ['https://a.example/', { https_proxy: 'bare:4' }, 'http://bare:4/'],
    ['https://a.example/', { ...both, https_proxy: 'http://low:5' }, 'http://low:5/'],
    ['https://a.example/', { ...both, https_proxy: '' }, undefined],
    ['https://a.example/', { ...both, NO_PROXY: '*' }, undefined],
    ['https://a.example/', { ...both, NO_PROXY: 'a.example' }, undefined],
    ['https://b.a.example/', { ...both, NO_PROXY: 'a.example' }, undefined],
    ['https://b.a.example/', { ...both, NO_PROXY: '.a.example' }, undefined],
    ['https://b.a.example/', { ...both, no_proxy: 'x, *.a.example' }, undefined],
    ['https://ba.example/', { ...both, NO_PROXY: 'a.example' }, 'http://secure:2/'],
    ['https://A.Example./', { ...both, NO_PROXY: 'a.EXAMPLE' }, undefined],
    ['https://a.example:8443/', { ...both, NO_PROXY: 'a.example:8443' }, undefined],
    ['https://a.example/', { ...both, NO_PROXY: 'a.example:8443' }, 'http://secure:2/'],
    ['https://a.example/', { ...both, NO_PROXY: 'a.example:443' }, undefined],
    ['https://10.1.2.3/', { ...both, NO_PROXY: '10.0.0.0/8' }, undefined],
    [
      'https://11.1.2.3/',
      { ...both, NO_PROXY: '10.0.0.0/8 junk/99 1.2.3.4/x' },
      'http://secure:2/',
    ],
    ['https://[fd00::1]/', { ...both, NO_PROXY: '[fd00::1]' }, undefined],
    ['https://[fd00::1]/', { ...both, NO_PROXY: 'fc00::/7' }, undefined],
    ['https://127.0.0.9/', both, undefined],
    ['https://[::1]/', both, undefined],
    ['https://tool.localhost/', both, undefined],
  ])('%s with %j goes by %s', (url, environment, expected) => {
    expect(proxyFor(new URL(url), environment)?.href).toBe(expected)
  })
})
