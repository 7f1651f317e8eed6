/** Raw dispatchers and sockets of the HTTP layer are held to the same reach, proxy and trust as its fetch. */
import { request } from 'undici'
import { describe, expect, it } from 'vitest'
import type { Reach } from '#core/ports.ts'
import { codeOf, httpFor, names, rawServer, webServer } from './network.ts'

const loopback: Reach = { zone: 'loopback', limits: 'stream' }
const open: Reach = { zone: 'public', limits: 'stream' }
const never = new AbortController().signal

describe('a dispatcher', () => {
  it('sends requests within its reach', async () => {
    const port = await webServer((_request, response) => response.end('here'))
    const address = `http://127.0.0.1:${port}/mcp`
    const dispatcher = await httpFor().dispatcherFor(address, loopback)
    const { body } = await request(address, { dispatcher })
    expect(await body.text()).toBe('here')
  })

  it('refuses an address beyond it at the dial, also when the name changed its mind', async () => {
    const port = await webServer((_request, response) => response.end('secret'))
    const lookup = names({ 'mcp.example.com': ['127.0.0.1'] })
    const address = `http://mcp.example.com:${port}/mcp`
    const dispatcher = await httpFor({ lookup }).dispatcherFor(address, open)
    expect(await codeOf(request(address, { dispatcher }))).toBe('zone-crossed')
  })

  it('sends plain http through the proxy, with the login of its address', async () => {
    const seen: string[] = []
    const proxy = await webServer((incoming, response) => {
      seen.push(`${incoming.url} ${incoming.headers['proxy-authorization'] ?? ''}`)
      response.end('by proxy')
    })
    const http = httpFor({
      environment: { http_proxy: `http://ada:pw@127.0.0.1:${proxy}` },
      lookup: names({ 'mcp.corp.example': ['10.0.0.9'] }),
    })
    const address = 'http://mcp.corp.example/mcp'
    const reach: Reach = { zone: 'private', limits: 'stream', plainHttpConfirmed: true }
    const dispatcher = await http.dispatcherFor(address, reach)
    const { body } = await request(address, { dispatcher, headers: ['x-one', '1'] })
    expect(await body.text()).toBe('by proxy')
    expect(seen).toEqual([`${address} Basic ${Buffer.from('ada:pw').toString('base64')}`])
  })
})

describe('a socket', () => {
  it('is connected to the origin', async () => {
    const port = await rawServer((socket) => socket.end('hello'))
    const socket = await httpFor().dial(`http://127.0.0.1:${port}`, loopback, never)
    const parts: Buffer[] = []
    for await (const part of socket) parts.push(part as Buffer)
    expect(Buffer.concat(parts).toString()).toBe('hello')
  })

  it('is refused beyond the reach, and given up when the caller gives up', async () => {
    const http = httpFor({ lookup: names({ 'relay.example': ['10.0.0.1'] }) })
    expect(await codeOf(http.dial('https://relay.example', open, never))).toBe('zone-crossed')
    const gone = AbortSignal.abort(new Error('no longer wanted'))
    await expect(http.dial('http://127.0.0.1:9', loopback, gone)).rejects.toThrow()
  })
})
