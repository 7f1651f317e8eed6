/** The gateway's own way to a server: one request at a time on a connection, which is used again only when that is safe. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createDirectDispatcher } from '#tunnel/agent/upstream/direct-dispatcher.ts'
import type { DirectDispatcher } from '#tunnel/agent/upstream/direct-dispatcher.ts'
import { atEnd, closedPort, listening, rawServer } from '#test/adapters/http/network.ts'
import { openSocket } from './gateway-stand.ts'

interface Sent {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
  readonly failure: string
}

interface Ask {
  readonly method?: 'GET' | 'HEAD' | 'POST'
  readonly headers?: string[]
  readonly body?: Buffer | Readable | null
  readonly path?: string
}

function dispatcherAt(now: () => number = Date.now): DirectDispatcher {
  const dispatcher = createDirectDispatcher(openSocket, now)
  atEnd(() => Promise.resolve(dispatcher.close()))
  return dispatcher
}

function send(dispatcher: DirectDispatcher, port: number, ask: Ask = {}): Promise<Sent> {
  const { method = 'GET', headers = [], body = null, path = '/' } = ask
  return new Promise((resolve) => {
    let status = 0
    let raw: readonly string[] = []
    let text = ''
    const done = (failure: string) => resolve({ status, headers: raw, body: text, failure })
    dispatcher.dispatch(
      { origin: `http://127.0.0.1:${port}`, path, method, headers, body },
      {
        onResponseStart(control, code) {
          status = code
          raw = control.rawHeaders as string[]
        },
        onResponseData: (_control, part) => void (text += part.toString('latin1')),
        onResponseEnd: () => done(''),
        onResponseError: (_control, error) => done(error.message),
      },
    )
  })
}

async function server(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ port: number; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>()
  const made = createServer(answer)
  made.on('connection', (socket: Socket) => sockets.add(socket))
  return { port: await listening(made), sockets }
}

describe('a connection to a server', () => {
  it('is used again after an answer of every framing', async () => {
    const { port, sockets } = await server((request, response) => {
      if (request.url === '/empty') return void response.writeHead(204).end()
      if (request.url === '/chunks') {
        response.write('ab')
        return void response.end('cd')
      }
      response.end('whole')
    })
    const dispatcher = dispatcherAt()
    expect((await send(dispatcher, port)).body).toBe('whole')
    expect((await send(dispatcher, port, { path: '/chunks' })).body).toBe('abcd')
    expect((await send(dispatcher, port, { path: '/empty' })).status).toBe(204)
    expect((await send(dispatcher, port, { method: 'HEAD' })).status).toBe(200)
    expect((await send(dispatcher, port)).body).toBe('whole')
    expect(sockets.size).toBe(1)
  })

  it('is not used again when the answer ends with it, which is not taken for a cut', async () => {
    let connections = 0
    const port = await rawServer((socket) => {
      connections += 1
      socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\nx: y\r\n\r\nto the end'))
    })
    const dispatcher = dispatcherAt()
    const complete = { body: 'to the end', failure: '' }
    expect(await send(dispatcher, port)).toMatchObject(complete)
    expect(await send(dispatcher, port)).toMatchObject(complete)
    expect(connections).toBe(2)
  })

  it('is let go before the server closes it', async () => {
    let time = 0
    const { port, sockets } = await server((_request, response) => response.end('ok'))
    const dispatcher = dispatcherAt(() => time)
    await send(dispatcher, port)
    // Node's server says `keep-alive: timeout=5`.
    time = 3_999
    await send(dispatcher, port)
    expect(sockets.size).toBe(1)
    time += 4_001
    await send(dispatcher, port)
    expect(sockets.size).toBe(2)
  })

  it('that turns out to be dead is replaced for a question that may be asked twice, and for no other', async () => {
    let requests = 0
    const port = await rawServer((socket) => {
      let count = 0
      socket.on('data', () => {
        requests += 1
        count += 1
        // The first request of a connection is answered; with the second it is gone.
        if (count === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
        else socket.resetAndDestroy()
      })
    })
    const dispatcher = dispatcherAt()
    expect((await send(dispatcher, port)).body).toBe('ok')
    expect((await send(dispatcher, port)).body).toBe('ok')
    expect(requests).toBe(3)
    const post: Ask = { method: 'POST', headers: ['content-length', '2'], body: Buffer.from('{}') }
    const lost = await send(dispatcher, port, post)
    expect([lost.status, lost.failure === '']).toEqual([0, false])
    expect(requests).toBe(4)
  })
})

describe('an answer', () => {
  it.each([
    ['cut in a body with a length', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc'],
    ['cut between chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n'],
    ['cut in its head', 'HTTP/1.1 200 OK\r\nx: '],
    ['that is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['with two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc'],
  ])('%s is a failure, never complete', async (_what, text) => {
    const port = await rawServer((socket) => socket.once('data', () => socket.end(text)))
    expect((await send(dispatcherAt(), port)).failure).not.toBe('')
  })

  it('comes after interim ones, in whatever pieces', async () => {
    const text =
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
    for (const size of [1, 7, 1000]) {
      const port = await rawServer((socket) => {
        socket.setNoDelay(true)
        socket.once('data', () => {
          for (let at = 0; at < text.length; at += size) socket.write(text.slice(at, at + size))
        })
      })
      expect(await send(dispatcherAt(), port)).toMatchObject({ status: 200, body: 'ok' })
    }
  })

  it('with bytes after its end spoils the connection, and nobody reads them', async () => {
    let connections = 0
    const port = await rawServer((socket) => {
      connections += 1
      socket.once('data', () =>
        socket.write(
          'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nstray',
        ),
      )
    })
    const dispatcher = dispatcherAt()
    await send(dispatcher, port)
    expect((await send(dispatcher, port)).body).not.toBe('stray')
    expect(connections).toBe(2)
  })
})

describe('a request', () => {
  it('streams its body, with and without a length', async () => {
    const { port } = await server((request, response) => {
      let text = ''
      request.on('data', (part: Buffer) => (text += part.toString()))
      request.once('end', () =>
        response.end(`${request.headers['transfer-encoding'] ?? 'length'} ${text.length}`),
      )
    })
    const parts = () => Readable.from([Buffer.alloc(70_000, 'a'), Buffer.alloc(70_000, 'b')])
    const dispatcher = dispatcherAt()
    const chunked = await send(dispatcher, port, { method: 'POST', body: parts() })
    expect(chunked.body).toBe('chunked 140000')
    const headers = ['content-length', '140000']
    const fixed = await send(dispatcher, port, { method: 'POST', headers, body: parts() })
    expect(fixed.body).toBe('length 140000')
  })

  it('that would split is not sent', async () => {
    let requests = 0
    const { port } = await server((_request, response) => {
      requests += 1
      response.end()
    })
    for (const headers of [
      ['x', 'a\r\ny: b'],
      ['x: y\r\nz', 'a'],
    ]) {
      expect((await send(dispatcherAt(), port, { headers })).failure).toContain('split')
    }
    expect((await send(dispatcherAt(), port, { path: '/ HTTP/1.1\r\nx: y' })).failure).not.toBe('')
    expect(requests).toBe(0)
  })

  it('to nobody fails before it is sent', async () => {
    let began = false
    const failure = await new Promise<Error>((resolve) => {
      void closedPort().then((port) =>
        dispatcherAt().dispatch(
          { origin: `http://127.0.0.1:${port}`, path: '/', method: 'GET' },
          {
            onRequestStart: () => (began = true),
            onResponseError: (_control, error) => resolve(error),
          },
        ),
      )
    })
    expect([failure.message.includes('ECONNREFUSED'), began]).toEqual([true, false])
  })

  it('that is broken off ends its connection at once', async () => {
    let gone = false
    const { port } = await server((request, response) => {
      response.write('x')
      request.socket.once('close', () => (gone = true))
    })
    const why = await new Promise<Error>((resolve) => {
      dispatcherAt().dispatch(
        { origin: `http://127.0.0.1:${port}`, path: '/', method: 'GET' },
        {
          onResponseData: (control) => control.abort(new Error('the caller left')),
          onResponseError: (_control, error) => resolve(error),
        },
      )
    })
    expect(why.message).toBe('the caller left')
    await expect.poll(() => gone).toBe(true)
  })
})
