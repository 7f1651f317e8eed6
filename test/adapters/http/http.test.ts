/** One request through the HTTP layer: answers as they are, limits, zones, and a problem for everything that goes wrong. */
import { createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { defaultLimits } from '#adapters/http/deadline.ts'
import { appError } from '#core/app-error.ts'
import type { Reach } from '#core/ports.ts'
import {
  codeOf,
  fromPerson,
  httpFor,
  listening,
  names,
  problemOf,
  rawServer,
  webServer,
} from './network.ts'

const metadata: Reach = { zone: 'person', limits: 'metadata' }
const brief = {
  metadata: { ...defaultLimits.metadata, seconds: 0.3 },
  machine: { ...defaultLimits.machine, seconds: 0.3 },
  stream: { ...defaultLimits.stream, seconds: 0.3 },
}

describe('an answer', () => {
  it('comes as a web-standard response with status, headers, text and address', async () => {
    const port = await webServer((_request, response) => {
      response.writeHead(401, {
        'www-authenticate': 'Bearer scope="a"',
        'set-cookie': ['a=1', 'b=2'],
      })
      response.end('no')
    })
    const response = await httpFor().fetchWithin(fromPerson)(`http://127.0.0.1:${port}/mcp?a=b`)
    expect(response).toBeInstanceOf(Response)
    expect(response.status).toBe(401)
    expect(response.url).toBe(`http://127.0.0.1:${port}/mcp?a=b`)
    expect(response.headers.get('www-authenticate')).toBe('Bearer scope="a"')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(await response.text()).toBe('no')
  })

  it('is asked for with our name and the caller’s method, headers and body', async () => {
    const port = await webServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const { method, headers } = request
        response.end(JSON.stringify({ method, headers, body: Buffer.concat(parts).toString() }))
      })
    })
    const response = await httpFor().fetchWithin(fromPerson)(`http://localhost:${port}/token`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ grant_type: 'authorization_code' }),
    })
    expect(await response.json()).toMatchObject({
      method: 'POST',
      body: 'grant_type=authorization_code',
      headers: {
        'user-agent': 'AIP-Desktop/1.2.3',
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        host: `localhost:${port}`,
      },
    })
  })

  it('that redirects is handed over and not followed (S11)', async () => {
    const asked: string[] = []
    const port = await webServer((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    const response = await httpFor().fetchWithin(fromPerson)(`http://127.0.0.1:${port}/here`)
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe('/elsewhere')
    expect(asked).toEqual(['/here'])
  })

  it.each([204, 304])('without a body (%s) is handed over too', async (status) => {
    const port = await webServer((_request, response) => response.writeHead(status).end())
    const response = await httpFor().fetchWithin(fromPerson)(`http://127.0.0.1:${port}/`)
    expect(response.status).toBe(status)
    expect(await response.text()).toBe('')
  })

  it('may come from IPv6 only', async () => {
    const port = await webServer((_request, response) => response.end('six'), '::1')
    const fetch = httpFor().fetchWithin(fromPerson)
    expect(await (await fetch(`http://[::1]:${port}/`)).text()).toBe('six')
    expect(await (await fetch(`http://localhost:${port}/`)).text()).toBe('six')
  })

  it('reuses the connection within a reach and not across reaches', async () => {
    const server = createServer((_request, response) => response.end('ok'))
    let connections = 0
    server.on('connection', () => connections++)
    const port = await listening(server)
    const http = httpFor()
    const ask = async (reach: Reach) =>
      (await http.fetchWithin(reach)(`http://127.0.0.1:${port}/`)).text()
    await ask(fromPerson)
    await ask(fromPerson)
    await ask({ zone: 'person', limits: 'metadata' })
    expect(connections).toBe(1)
    await ask({ zone: 'loopback', limits: 'machine' })
    expect(connections).toBe(2)
  })
})

describe('after the computer has slept', () => {
  it('nothing is sent on a connection from before, and what is in flight goes on', async () => {
    const server = createServer((request, response) => {
      if (request.url !== '/stream') return response.end('ok')
      response.write('data: 1\n\n')
      return later.push(() => response.end('data: 2\n\n'))
    })
    const later: (() => void)[] = []
    let connections = 0
    server.on('connection', () => connections++)
    const address = `http://127.0.0.1:${await listening(server)}`
    let slept = 0
    const http = httpFor({ wallClock: () => Date.now() + slept })
    const fetch = http.fetchWithin({ zone: 'person', limits: 'stream' })
    await (await fetch(address)).text()
    const stream = await fetch(`${address}/stream`)
    expect(connections).toBe(1)
    slept = 3_600_000
    await (await fetch(address)).text()
    await (await fetch(address)).text()
    expect(connections).toBe(2)
    for (const end of later) end()
    expect(await stream.text()).toBe('data: 1\n\ndata: 2\n\n')
  })
})

describe('the limits of an answer (S12)', () => {
  it('stop 64 MB of metadata after 1 MB', async () => {
    let sent = 0
    const port = await webServer((_request, response) => {
      const chunk = Buffer.alloc(65_536, ' ')
      const write = () => {
        while (sent < 67_108_864 && !response.destroyed) {
          sent += chunk.length
          if (!response.write(chunk)) return response.once('drain', write)
        }
        return response.end()
      }
      write()
    })
    const response = await httpFor().fetchWithin(metadata)(`http://127.0.0.1:${port}/`)
    expect(response.status).toBe(200)
    expect(await codeOf(response.text())).toBe('answer-too-large')
    expect(sent).toBeLessThan(33_554_432)
  })

  it('count what a compressed answer unpacks to', async () => {
    const bomb = gzipSync(Buffer.alloc(67_108_864))
    expect(bomb.length).toBeLessThan(200_000)
    const port = await webServer((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    )
    const response = await httpFor().fetchWithin(metadata)(`http://127.0.0.1:${port}/`)
    expect(await codeOf(response.json())).toBe('answer-too-large')
  })

  it('let just under 1 MB pass', async () => {
    const port = await webServer((_request, response) => response.end(Buffer.alloc(1_048_576, 'x')))
    const response = await httpFor().fetchWithin(metadata)(`http://127.0.0.1:${port}/`)
    expect((await response.text()).length).toBe(1_048_576)
  })

  it('end the wait for a port that takes the connection and says nothing', async () => {
    const port = await rawServer(() => undefined)
    const fetch = httpFor({ limits: brief }).fetchWithin(metadata)
    const problem = await problemOf(fetch(`http://127.0.0.1:${port}/`))
    expect(problem).toMatchObject({ code: 'timed-out', step: 'network', whoseTurn: 'server-owner' })
  })

  it('end a body that never ends', async () => {
    const port = await webServer((_request, response) => response.write('{'))
    const http = httpFor({ limits: brief })
    for (const limits of ['metadata', 'machine'] as const) {
      const response = await http.fetchWithin({ zone: 'person', limits })(
        `http://127.0.0.1:${port}/`,
      )
      expect(await codeOf(response.text())).toBe('timed-out')
    }
  })

  it('end the wait for a name server', async () => {
    const http = httpFor({ limits: brief, lookup: () => new Promise(() => undefined) })
    expect(await codeOf(http.fetchWithin(metadata)('https://example.com/'))).toBe('timed-out')
  })

  it('hold a stream only until its head is there', async () => {
    const port = await webServer((_request, response) => {
      response.write('first ')
      setTimeout(() => response.end('last'), 700)
    })
    const http = httpFor({ limits: brief })
    const stream: Reach = { zone: 'person', limits: 'stream' }
    const response = await http.fetchWithin(stream)(`http://127.0.0.1:${port}/`)
    expect(await response.text()).toBe('first last')
    const silent = await rawServer(() => undefined)
    expect(await codeOf(http.fetchWithin(stream)(`http://127.0.0.1:${silent}/`))).toBe('timed-out')
  })
})

describe('giving up', () => {
  it('ends a request as cancelled, and its connection', async () => {
    const server = createServer(() => undefined)
    const port = await listening(server)
    const asked = once(server, 'request')
    const controller = new AbortController()
    const work = httpFor().fetchWithin(fromPerson)(`http://127.0.0.1:${port}/`, {
      signal: controller.signal,
    })
    const [request] = (await asked) as [import('node:http').IncomingMessage]
    const ended = once(request.socket, 'close')
    controller.abort()
    expect(await codeOf(work)).toBe('cancelled')
    await ended
  })

  it('ends a body as cancelled', async () => {
    const port = await webServer((_request, response) => response.write('data: 1\n\n'))
    const controller = new AbortController()
    const response = await httpFor().fetchWithin({ zone: 'person', limits: 'stream' })(
      `http://127.0.0.1:${port}/`,
      { signal: controller.signal },
    )
    const text = response.text()
    controller.abort()
    expect(await codeOf(text)).toBe('cancelled')
  })

  it('passes on the problem the caller gave as the reason', async () => {
    const reason = appError('not-completed', {
      step: 'sign-in',
      whoseTurn: 'you',
      message: 'Too late.',
      next: 'Again.',
    })
    const fetch = httpFor().fetchWithin(fromPerson)
    const work = fetch('http://127.0.0.1:1/', { signal: AbortSignal.abort(reason) })
    expect(await codeOf(work)).toBe('not-completed')
  })

  it('closing ends what is still open', async () => {
    const port = await webServer((_request, response) => response.write('data: 1\n\n'))
    const http = httpFor()
    const response = await http.fetchWithin({ zone: 'person', limits: 'stream' })(
      `http://127.0.0.1:${port}/`,
    )
    const code = codeOf(response.text())
    await http.close()
    expect(await code).toBe('cancelled')
  })
})

describe('zones', () => {
  const nameServer = names({
    'public.example': ['203.0.113.7'],
    'inside.example': ['10.0.0.1'],
    'both.example': ['203.0.113.7', '192.168.0.9'],
    'here.example': ['127.0.0.1'],
    'cloud.example': ['169.254.169.254'],
  })

  it.each([
    ['https://public.example/', 'public'],
    ['https://inside.example/', 'private'],
    ['https://both.example/', 'private'],
    ['http://here.example/', 'loopback'],
    ['http://localhost:1/', 'loopback'],
    ['http://tool.localhost:1/', 'loopback'],
    ['http://[::1]:1/', 'loopback'],
    ['http://2130706433/', 'loopback'],
    ['http://0x7f.1/', 'loopback'],
    ['http://10.1/', 'private'],
  ])('%s lies in the zone %s', async (url, zone) => {
    expect(await httpFor({ lookup: nameServer }).zoneOf(url)).toBe(zone)
  })

  it('have no place for metadata addresses and unknown names', async () => {
    const http = httpFor({ lookup: nameServer })
    expect(await codeOf(http.zoneOf('https://cloud.example/'))).toBe('address-forbidden')
    expect(await codeOf(http.zoneOf('https://nowhere.example/'))).toBe('host-not-found')
  })

  it.each([
    ['public', 'https://10.0.0.1/', 'zone-crossed'],
    ['public', 'https://inside.example/', 'zone-crossed'],
    ['public', 'https://both.example/', 'zone-crossed'],
    ['public', 'https://127.0.0.1/', 'zone-crossed'],
    ['public', 'https://[::ffff:10.0.0.1]/', 'zone-crossed'],
    ['public', 'https://3232235521/', 'zone-crossed'],
    ['private', 'https://localhost/', 'zone-crossed'],
    ['private', 'https://here.example/', 'zone-crossed'],
    ['public', 'http://169.254.169.254/latest/meta-data', 'address-forbidden'],
    ['loopback', 'http://169.254.169.254/latest/meta-data', 'address-forbidden'],
    ['person', 'http://169.254.169.254/latest/meta-data', 'address-forbidden'],
    ['person', 'http://[fe80::1]/', 'address-forbidden'],
    ['person', 'https://cloud.example/', 'address-forbidden'],
    ['person', 'http://public.example/', 'insecure-address'],
    ['person', 'http://inside.example/', 'insecure-address'],
    ['private', 'http://192.168.0.9/', 'insecure-address'],
  ] as const)('a %s server that points to %s gets %s', async (zone, url, code) => {
    const fetch = httpFor({ lookup: nameServer }).fetchWithin({ zone, limits: 'metadata' })
    expect(await codeOf(fetch(url))).toBe(code)
  })

  it('are checked at the address really connected to, so that rebinding does not help (S1)', async () => {
    let asked = 0
    const server = createServer((_request, response) => response.end('secret'))
    let connections = 0
    server.on('connection', () => connections++)
    const port = await listening(server)
    const rebinding = async () => {
      asked++
      return [{ address: asked === 1 ? '203.0.113.7' : '127.0.0.1', family: 4 }]
    }
    const http = httpFor({ lookup: rebinding })
    const url = `https://rebind.example:${port}/`
    expect(await http.zoneOf(url)).toBe('public')
    const fetch = http.fetchWithin({ zone: 'public', limits: 'metadata' })
    expect(await codeOf(fetch(url))).toBe('zone-crossed')
    expect(asked).toBe(2)
    expect(connections).toBe(0)
  })

  it('connect to the address that was checked and look the name up only once', async () => {
    let asked = 0
    const port = await webServer((_request, response) => response.end('here'))
    const lookup = async () => {
      asked++
      return [{ address: '127.0.0.1', family: 4 }]
    }
    const http = httpFor({ lookup })
    const response = await http.fetchWithin(fromPerson)(`http://here.example:${port}/`)
    expect(await response.text()).toBe('here')
    expect(asked).toBe(1)
  })

  it('can be crossed to an origin an administrator allowed, but not to a metadata address', async () => {
    const port = await webServer((_request, response) => response.end('allowed'))
    const here = `http://127.0.0.1:${port}`
    const allowed: Reach = {
      zone: 'public',
      limits: 'metadata',
      allowOrigins: [here, 'http://169.254.169.254'],
    }
    const fetch = httpFor().fetchWithin(allowed)
    expect(await (await fetch(`${here}/`)).text()).toBe('allowed')
    expect(await codeOf(fetch('http://169.254.169.254/'))).toBe('address-forbidden')
  })
})

describe('a request that gets no answer', () => {
  it('to a closed port: connection-refused', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    await new Promise((resolve) => server.close(resolve))
    const fetch = httpFor().fetchWithin(fromPerson)
    const problem = await problemOf(fetch(`http://localhost:${port}/path?token=secret`))
    expect(problem.code).toBe('connection-refused')
    expect(problem.message).toContain(String(port))
    expect(JSON.stringify(problem)).not.toContain('secret')
  })

  it('to an unknown name: host-not-found', async () => {
    const fetch = httpFor({ lookup: names({}) }).fetchWithin(fromPerson)
    expect(await codeOf(fetch('https://tpyo.example/'))).toBe('host-not-found')
  })

  it('from a server that hangs up: unreachable', async () => {
    const port = await rawServer((socket) => socket.once('data', () => socket.destroy()))
    const fetch = httpFor().fetchWithin(fromPerson)
    expect(await codeOf(fetch(`http://127.0.0.1:${port}/`))).toBe('unreachable')
  })

  it('on a connection that was kept open and died meanwhile: once more, where that does no harm', async () => {
    const asked: string[] = []
    let connections = 0
    const server = createServer((request, response) => {
      asked.push(request.method ?? '')
      // As a server that is restarted, or a box in between that has forgotten the connection.
      if (connections === 1 && asked.length > 1) return request.socket.destroy()
      return response.end('ok')
    })
    server.on('connection', () => connections++)
    const address = `http://127.0.0.1:${await listening(server)}/`
    const fetch = httpFor().fetchWithin(fromPerson)
    await (await fetch(address)).text()
    expect(await (await fetch(address)).text()).toBe('ok')
    expect(asked).toEqual(['GET', 'GET', 'GET'])
    expect(connections).toBe(2)
  })

  it('and may have done something: is not sent a second time', async () => {
    const asked: string[] = []
    const port = await webServer((request) => {
      asked.push(request.method ?? '')
      request.socket.destroy()
    })
    const fetch = httpFor().fetchWithin(fromPerson)
    const sent = fetch(`http://127.0.0.1:${port}/token`, { method: 'POST', body: 'code=1' })
    expect(await codeOf(sent)).toBe('unreachable')
    expect(asked).toEqual(['POST'])
  })

  it('from a server that hangs up in the middle of the body: unreachable', async () => {
    const port = await rawServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort')),
    )
    const response = await httpFor().fetchWithin(fromPerson)(`http://127.0.0.1:${port}/`)
    expect(await codeOf(response.text())).toBe('unreachable')
  })

  it('from something that is no web server: server-error', async () => {
    const port = await rawServer((socket) =>
      socket.once('data', () => socket.end('500 5.5.1 what\r\n')),
    )
    const fetch = httpFor().fetchWithin(fromPerson)
    expect(await codeOf(fetch(`http://127.0.0.1:${port}/`))).toBe('server-error')
  })

  it.each([
    ['not a url', 'bad-address'],
    ['ftp://127.0.0.1/', 'bad-address'],
    ['javascript:alert(1)', 'bad-address'],
    ['https://user:pass@example.com/', 'credentials-in-address'],
  ])('to %s: %s', async (url, code) => {
    expect(await codeOf(httpFor().fetchWithin(fromPerson)(url))).toBe(code)
  })
})
