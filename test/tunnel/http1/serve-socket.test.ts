/** Plain requests on one connection: answered in order whatever pieces they come in, and handed over when they are not plain. */
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { once } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CallAnswer, CallRequest } from '#tunnel/http1/call.ts'
import { serveSocket } from '#tunnel/http1/serve-socket.ts'
import { atEnd, listening } from '#test/adapters/http/network.ts'

interface Handed {
  readonly unread: string
}

async function start(
  handle: (request: CallRequest, answer: CallAnswer) => void,
  handed?: (one: Handed) => void,
): Promise<Socket> {
  const server = createServer((socket) => {
    serveSocket(socket, {
      handle,
      takes: ({ target }) => target !== '/elsewhere',
      headLimit: 2_000,
      fields: 'connection: keep-alive\r\n',
      ...(handed && {
        handOver(given, unread) {
          handed({ unread: unread.toString('latin1') })
          given.end('HTTP/1.1 418 Handed over\r\ncontent-length: 0\r\n\r\n')
        },
      }),
    })
  })
  const port = await listening(server)
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  atEnd(() => Promise.resolve(void socket.destroy()))
  return socket
}

/** All that comes back until the connection ends. */
function answers(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (part: Buffer) => (text += part.toString('latin1')))
  return new Promise((resolve) => socket.once('close', () => resolve(text)))
}

function bodyOf(request: CallRequest): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    request.on('data', (part) => (text += part.toString('latin1')))
    request.once('end', () => resolve(text))
  })
}

const echo = (request: CallRequest, answer: CallAnswer): void => {
  void bodyOf(request).then((body) => {
    const text = `${request.method} ${request.url} ${body}`
    answer.writeHead(200, ['content-length', String(text.length)]).end(text)
  })
}

/** The bodies of answers with a length, in order. */
function bodiesIn(text: string): string[] {
  const bodies: string[] = []
  let rest = text
  for (;;) {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) return bodies
    const length = Number(/content-length: (\d+)/i.exec(rest.slice(0, end))?.[1] ?? 0)
    bodies.push(rest.slice(end + 4, end + 4 + length))
    rest = rest.slice(end + 4 + length)
  }
}

describe('requests on one connection', () => {
  it('are answered in order, with bodies of every framing, whatever pieces they come in', async () => {
    const all =
      'GET /one HTTP/1.1\r\nhost: x\r\n\r\n' +
      'POST /two HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhello' +
      'POST /three HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n' +
      'DELETE /four HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
    const cuts = fc.array(fc.nat(all.length), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const socket = await start(echo)
        const got = answers(socket)
        const ordered = [0, ...places.toSorted((a, b) => a - b), all.length]
        for (let index = 1; index < ordered.length; index += 1) {
          socket.write(all.slice(ordered[index - 1], ordered[index]))
          await new Promise((resolve) => setImmediate(resolve))
        }
        expect(bodiesIn(await got)).toEqual([
          'GET /one ',
          'POST /two hello',
          'POST /three abcde',
          'DELETE /four ',
        ])
      }),
      { numRuns: 25 },
    )
  })

  it('may be sent before the answers: each waits for the one before it', async () => {
    let under = 0
    let most = 0
    const socket = await start((request, answer) => {
      under += 1
      most = Math.max(most, under)
      setTimeout(() => {
        under -= 1
        answer.writeHead(200, ['content-length', '0']).end()
      }, 1)
      expect(request.method).toBe('GET')
    })
    const got = answers(socket)
    const one = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n'
    socket.write(one.repeat(20) + 'GET /last HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    expect((await got).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(21)
    expect(most).toBe(1)
  })

  it('have answers in chunks when their length is not known', async () => {
    const socket = await start((_request, answer) => {
      answer.writeHead(200, ['content-type', 'text/event-stream'])
      answer.flushHeaders()
      setImmediate(() => {
        answer.write('one')
        answer.end('two')
      })
    })
    const got = answers(socket)
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    const text = await got
    expect(text).toContain('transfer-encoding: chunked')
    expect(text.endsWith('3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n')).toBe(true)
  })

  it('cannot have an answer whose header splits it', async () => {
    const refused: unknown[] = []
    const socket = await start((_request, answer) => {
      for (const bad of [
        ['x', 'a\r\nset-cookie: b'],
        ['x\r\ny', 'a'],
        ['x', 'a\nb'],
        ['', 'a'],
      ]) {
        try {
          answer.writeHead(200, bad)
        } catch (error) {
          refused.push(error)
        }
      }
      answer.writeHead(200, ['content-length', '0']).end()
    })
    const got = answers(socket)
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    expect(await got).not.toContain('set-cookie')
    expect(refused).toHaveLength(4)
  })

  it('are told when the other side goes away, and not when the answer is complete', async () => {
    const seen: string[] = []
    const socket = await start((request, answer) => {
      request.once('close', () => seen.push(`request ${request.url}`))
      answer.once('close', () => seen.push(`answer ${request.url}`))
      if (request.url === '/whole') answer.writeHead(200, ['content-length', '0']).end()
      else answer.writeHead(200, []).write('x')
    })
    socket.write('GET /whole HTTP/1.1\r\nhost: x\r\n\r\nGET /broken HTTP/1.1\r\nhost: x\r\n\r\n')
    await expect.poll(() => seen).toContain('answer /whole')
    await once(socket, 'data')
    socket.destroy()
    await expect.poll(() => seen).toContain('answer /broken')
    expect(seen).toEqual(['answer /whole', 'answer /broken', 'request /broken'])
  })
})

describe('what is not plain', () => {
  const host = 'host: x\r\n'
  it.each([
    ['an older version', `GET / HTTP/1.0\r\n${host}\r\n`],
    ['no version', 'GET /\r\n\r\n'],
    ['two lengths', `POST / HTTP/1.1\r\n${host}content-length: 3\r\ncontent-length: 3\r\n\r\nabc`],
    [
      'a length and chunks',
      `POST / HTTP/1.1\r\n${host}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc`,
    ],
    ['another encoding', `POST / HTTP/1.1\r\n${host}transfer-encoding: gzip, chunked\r\n\r\n`],
    ['a folded line', `GET / HTTP/1.1\r\n${host}x: a\r\n b\r\n\r\n`],
    ['a bare line feed', `GET / HTTP/1.1\r\n${host}x: a\nb: c\r\n\r\n`],
    ['a blank before the colon', `GET / HTTP/1.1\r\n${host}x : a\r\n\r\n`],
    ['a signed length', `POST / HTTP/1.1\r\n${host}content-length: +3\r\n\r\nabc`],
    ['a head that is too long', `GET / HTTP/1.1\r\n${host}x: ${'a'.repeat(3_000)}\r\n\r\n`],
    ['a path for somebody else', `GET /elsewhere HTTP/1.1\r\n${host}\r\n`],
  ])('is handed over with every byte of it: %s', async (_what, text) => {
    const calls: string[] = []
    const handed: Handed[] = []
    const socket = await start(
      (request, answer) => {
        calls.push(request.url ?? '')
        answer.writeHead(200, ['content-length', '0']).end()
      },
      (one) => handed.push(one),
    )
    const got = answers(socket)
    socket.write(`GET /first HTTP/1.1\r\n${host}\r\n`)
    await expect.poll(() => calls).toEqual(['/first'])
    socket.write(text)
    expect(await got).toContain('418 Handed over')
    expect(calls).toEqual(['/first'])
    expect(handed).toEqual([{ unread: text }])
  })

  it('ends the connection where there is nobody to hand it to', async () => {
    const socket = await start(echo)
    const got = answers(socket)
    socket.write('nonsense\r\n\r\n')
    expect(await got).toBe('')
  })

  it('is a chunk that breaks the rules: the connection ends, and the request is told', async () => {
    let told = false
    let begun = false
    const socket = await start((request) => {
      request.on('data', () => (begun = true))
      request.once('close', () => (told = !request.complete))
    })
    socket.write(`POST / HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`)
    await expect.poll(() => begun).toBe(true)
    socket.write('3\r\nabcXX')
    await expect.poll(() => told).toBe(true)
  })
})
