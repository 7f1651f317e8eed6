/** The gateway's own failures say what they are, with statuses that no server's answer is taken for (G8); what never gets to the server. */
import { describe, expect, it } from 'vitest'
import { closedPort, rawServer, webServer } from '#test/adapters/http/network.ts'
import { failureIn, sendRaw, startGateway } from './gateway-stand.ts'

async function untouched() {
  let requests = 0
  const port = await webServer((_request, response) => {
    requests++
    response.end('reached')
  })
  return { port, count: () => requests }
}

describe('failures', () => {
  it('name a connection that is not exposed', async () => {
    const server = await untouched()
    const { port } = await startGateway({ server })
    const failure = await failureIn(await fetch(`http://127.0.0.1:${port}/other`))
    expect(failure).toMatchObject({
      status: 503,
      origin: 'relay',
      code: 'not_exposed',
      delivered: 'no',
      marker: 'relay; not_exposed',
    })
  })

  it('tell a server that is not there from one that breaks off', async () => {
    const gone = await startGateway({ server: { port: await closedPort() } })
    const breaking = await rawServer((socket) => socket.once('data', () => socket.destroy()))
    const broken = await startGateway({ server: { port: breaking } })
    expect(await failureIn(await fetch(gone.url))).toMatchObject({
      status: 502,
      origin: 'connect',
      code: 'upstream_refused',
      delivered: 'no',
    })
    expect(await failureIn(await fetch(broken.url, { method: 'POST', body: '{}' }))).toMatchObject({
      status: 502,
      origin: 'upstream',
      code: 'upstream_broken',
      delivered: 'unknown',
    })
  })

  it('are in no language a client could take for JSON-RPC', async () => {
    const { url } = await startGateway({ server: { port: await closedPort() } })
    const body: unknown = await (await fetch(url, { method: 'POST', body: '{}' })).json()
    expect(body).not.toHaveProperty('jsonrpc')
    expect(body).not.toHaveProperty('id')
  })
})

describe('paths', () => {
  it.each([
    '//one',
    '/one//x',
    '/one/../admin',
    '/one/./x',
    '/one/%2e%2e/admin',
    '/one/..%20/admin',
    '/one/%2e%2e%20/admin',
    '/one/..%3bx/admin',
    '/one/.%2E',
    '/one/%2e%2e%2fadmin',
    '/one/..%2fadmin',
    '/one/..%5cadmin',
    '/one/..\\admin',
    '/one/%252e%252e/admin',
    '/one/..;/admin',
    '/one/x%00y',
    '/one/%zz',
    '/one/x#y',
    '/',
    '/../one',
    'http://internal.example/one',
    '*',
  ])('%s is refused before it reaches the server', async (path) => {
    const server = await untouched()
    const { port } = await startGateway({ server })
    const answer = await sendRaw(
      port,
      `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 502 /)
    expect(answer).toContain('policy_path')
    expect(server.count()).toBe(0)
  })

  it.each([
    '/one/.well-known/oauth-protected-resource',
    '/one/.well-known/openid-configuration',
    '/one/x/.Well-Known/y',
    '/one/%2ewell-known/oauth-authorization-server',
  ])('%s is answered with 404, whatever the server has there', async (path) => {
    const server = await untouched()
    const { port } = await startGateway({ server })
    const answer = await sendRaw(
      port,
      `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 404 /)
    expect(answer).not.toContain('aip-tunnel-failure')
    expect(server.count()).toBe(0)
  })

  it('TRACE, which would send the token back, is refused', async () => {
    const server = await untouched()
    const { port } = await startGateway({ server })
    const answer = await sendRaw(
      port,
      'TRACE /one HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    )
    expect(answer).toContain('policy_request')
    expect(server.count()).toBe(0)
  })
})
