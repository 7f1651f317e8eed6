/** Streams through the gateway: at once, for hours, no faster than they are read, and broken off for both sides together (G9, G11 to G13). */
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { rawServer, webServer } from '#test/adapters/http/network.ts'
import { startGateway, until } from './gateway-stand.ts'

const events = { 'content-type': 'text/event-stream' }

/** A server that hands each stream it opens to the test. */
async function streaming() {
  const streams: { response: ServerResponse; closed: boolean }[] = []
  const port = await webServer((_request, response) => {
    const stream = { response, closed: false }
    response.once('close', () => (stream.closed = true))
    response.writeHead(200, events).flushHeaders()
    streams.push(stream)
  })
  return { port, streams }
}

function readerOf(response: Response) {
  if (!response.body) throw new Error('no body')
  const reader = response.body.getReader()
  const next = async () => {
    const { value } = await reader.read()
    return value ? new TextDecoder().decode(value) : undefined
  }
  return { next }
}

describe('a stream', () => {
  it('begins before its first event, and each event comes when it is sent, comments and pauses too (G9)', async () => {
    const server = await streaming()
    const { url } = await startGateway({ server })
    const reader = readerOf(await fetch(url, { method: 'POST', body: '{}' }))
    for (const event of [': hello\n\n', 'retry: 500\nid: 7\ndata:\n\n', 'data: {"a":1}\n\n']) {
      server.streams[0]?.response.write(event)
      expect(await reader.next()).toBe(event)
    }
    expect(server.streams[0]?.closed).toBe(false)
  })

  it('is aborted at the server at once when the caller leaves (G12)', async () => {
    const server = await streaming()
    const { url, records } = await startGateway({ server })
    const leaving = new AbortController()
    const response = await fetch(url, { signal: leaving.signal })
    server.streams[0]?.response.write('data: 1\n\n')
    await readerOf(response).next()
    leaving.abort()
    await until(() => server.streams[0]?.closed === true, 'the server sees the caller leave')
    await until(() => records.length === 1, 'a record')
    expect(records[0]).toMatchObject({ outcome: 'caller-left', status: 200, bytesOut: 9 })
  })

  it('is aborted at the server also before the head of its answer is there (G12)', async () => {
    let closed = false
    let asked = false
    const port = await webServer((_request, response) => {
      asked = true
      response.once('close', () => (closed = true))
    })
    const { url } = await startGateway({ server: { port } })
    const leaving = new AbortController()
    const answer = fetch(url, { signal: leaving.signal }).catch(() => 'left')
    await until(() => asked, 'the server is asked')
    leaving.abort()
    await until(() => closed, 'the server sees the caller leave')
    expect(await answer).toBe('left')
  })

  it('that breaks at the server breaks for the caller and does not look complete (G12)', async () => {
    const server = await streaming()
    const { url, records } = await startGateway({ server })
    const reader = readerOf(await fetch(url))
    server.streams[0]?.response.write('data: {"part": 1')
    expect(await reader.next()).toBe('data: {"part": 1')
    server.streams[0]?.response.destroy()
    await expect(reader.next()).rejects.toThrow()
    await until(() => records.length === 1, 'a record')
    expect(records[0]).toMatchObject({ outcome: 'cut', failure: 'upstream_broken' })
  })

  it('whose length was announced and not kept is broken, not ended', async () => {
    const port = await rawServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort')),
    )
    const { url } = await startGateway({ server: { port } })
    await expect(fetch(url).then((response) => response.text())).rejects.toThrow()
  })

  it('runs on through silence: no clock of the gateway ends it (G11)', async () => {
    const server = await streaming()
    const { url } = await startGateway({ server })
    const reader = readerOf(await fetch(url))
    await new Promise((resolve) => setTimeout(resolve, 1500))
    server.streams[0]?.response.write('data: late\n\n')
    expect(await reader.next()).toBe('data: late\n\n')
  })

  it('runs beside 63 others (G11)', async () => {
    const server = await streaming()
    const { url } = await startGateway({ server })
    const readers = await Promise.all(
      Array.from({ length: 64 }, async () => readerOf(await fetch(url, { method: 'POST' }))),
    )
    server.streams.forEach(({ response }) => response.write('data: x\n\n'))
    const got = await Promise.all(readers.map((each) => each.next()))
    expect(got).toEqual(Array.from({ length: 64 }, () => 'data: x\n\n'))
  })
})

describe('backpressure (G13)', () => {
  it('holds a server back whose caller does not read', async () => {
    let written = 0
    const piece = Buffer.alloc(65_536)
    const port = await webServer((_request, response) => {
      const more = () => {
        while (written < 400_000_000 && response.write(piece)) written += piece.length
      }
      response.on('drain', more)
      response.writeHead(200, { 'content-type': 'application/octet-stream' })
      more()
    })
    const { port: gateway } = await startGateway({ server: { port } })
    const socket = connect(gateway, '127.0.0.1', () =>
      socket.write('GET /one HTTP/1.1\r\nHost: a\r\n\r\n'),
    )
    socket.once('data', () => socket.pause())
    await settled(() => written)
    expect(written).toBeLessThan(100_000_000)
    socket.destroy()
  })

  it('holds a caller back whose server does not read', async () => {
    const port = await rawServer((socket) => socket.pause())
    const { port: gateway } = await startGateway({ server: { port } })
    const socket = connect(gateway, '127.0.0.1')
    let written = 0
    const piece = Buffer.alloc(65_536)
    const more = () => {
      while (written < 400_000_000 && socket.write(piece)) written += piece.length
    }
    socket.on('drain', more)
    socket.write('POST /one HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n')
    more()
    await settled(() => written)
    expect(written).toBeLessThan(100_000_000)
    socket.destroy()
  })
})

/** Waits until a number has not changed for a while. */
async function settled(value: () => number): Promise<void> {
  for (let before = -1; before !== value();) {
    before = value()
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}
