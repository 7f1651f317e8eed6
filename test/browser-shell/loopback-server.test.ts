/** Who is refused by the server behind the window, tried as an attacker would: raw requests over a socket. */
import { request as httpRequest } from 'node:http'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRandom } from '#adapters/random.ts'
import { privateFolder } from '../adapters/store/private-folder.ts'
import { emptyState } from '../contract/empty-state.ts'
import {
  startLoopbackServer,
  type LoopbackServer,
} from '../../src-main/browser-shell/loopback-server.ts'
import { readWindowFiles } from '../../src-main/browser-shell/window-files.ts'

describe('the window files', () => {
  it('are public, and come with headers that let nobody frame, read or extend them', async () => {
    const { server } = await started()
    const page = await ask(server, 'GET', '/', {})
    expect(page.status).toBe(200)
    expect(page.text).toContain('<title>')
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(page.headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(page.headers['x-content-type-options']).toBe('nosniff')
    expect(page.headers).not.toHaveProperty('set-cookie')
    expect(page.headers).not.toHaveProperty('access-control-allow-origin')
  })

  it.each([
    '/../secret.json',
    '/..%2fsecret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..\\secret.json',
    '//secret.json',
    '/assets',
    '/.hidden.js',
    '/index.html%00.js',
  ])('do not reach outside their folder with %s', async (path) => {
    const { server } = await started()
    const answer = await ask(server, 'GET', path, {})
    expect(answer.text).not.toContain('hush-hush')
    expect(answer.status).toBe(404)
  })
})

describe('the one-time code', () => {
  it('is swapped once for a key that works', async () => {
    const { server } = await started()
    const { key } = await swapped(server)
    expect((await command(server, { authorization: `Bearer ${key}` })).status).toBe(200)
  })

  it('is refused when it is replayed, and the session it began ends: somebody else has read it', async () => {
    const { server } = await started()
    const { key, code } = await swapped(server)
    expect((await swap(server, code)).status).toBe(403)
    expect((await command(server, { authorization: `Bearer ${key}` })).status).toBe(401)
  })

  it('cuts the line by which the session follows the state, when it is replayed', async () => {
    const { server } = await started()
    const { key, code } = await swapped(server)
    const headers = { authorization: `Bearer ${key}` }
    const line = await fetch(`${server.origin}/state`, { headers })
    const cut = expect(line.text()).rejects.toThrow()
    await swap(server, code)
    await cut
    expect((await ask(server, 'GET', '/state', headers)).status).toBe(401)
  })

  it('is refused after a minute', async () => {
    const { server, pass } = await started()
    const code = codeIn(server.newLink())
    pass(61_000)
    expect((await swap(server, code)).status).toBe(403)
  })

  it.each([
    ['nothing', ''],
    ['another one', 'x'],
    ['other letters', 'ünï'],
    ['a long one', '0'.repeat(2000)],
  ])('is not guessed with %s', async (_what, code) => {
    const { server } = await started()
    server.newLink()
    expect((await swap(server, code)).status).toBeGreaterThanOrEqual(400)
  })
})

describe('a caller without the key', () => {
  it.each([
    ['none', {}],
    ['a wrong one', { authorization: `Bearer ${'x'.repeat(43)}` }],
    ['one in another scheme', { authorization: 'Basic eHg6eXk=' }],
    ['one in a cookie', { cookie: 'key=x' }],
  ])('is refused with %s: a second tab has no key', async (_what, headers) => {
    const { server, dispatched } = await started()
    expect((await command(server, headers)).status).toBe(401)
    expect((await ask(server, 'GET', '/state', headers)).status).toBe(401)
    expect(dispatched).toEqual([])
  })
})

describe('a foreign page', () => {
  it.each([
    'evil.example',
    '127.0.0.1',
    'localhost',
    'localhost:PORT',
    '[::1]:PORT',
    '127.0.0.1:1',
  ])('gets nothing with the host %s, key or not (DNS rebinding)', async (name) => {
    const { server, dispatched } = await started()
    const { key } = await swapped(server)
    const host = name.replace('PORT', String(server.port))
    const answer = await command(server, { host, authorization: `Bearer ${key}` })
    expect(answer.status).toBe(421)
    expect((await ask(server, 'GET', '/', { host })).text).not.toContain('<title>')
    expect(dispatched).toEqual([])
  })

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost:PORT'])(
    'gets nothing with the origin %s, even if it had the key',
    async (name) => {
      const { server, dispatched } = await started()
      const { key } = await swapped(server)
      const origin = name.replace('PORT', String(server.port))
      const headers = { origin, authorization: `Bearer ${key}` }
      expect((await command(server, headers)).status).toBe(403)
      expect((await ask(server, 'GET', '/state', headers)).status).toBe(403)
      const code = codeIn(server.newLink())
      expect((await swap(server, code, { origin })).status).toBe(403)
      expect(dispatched).toEqual([])
    },
  )

  it('gets nothing when the browser says that it comes from another site', async () => {
    const { server } = await started()
    const { key } = await swapped(server)
    for (const site of ['cross-site', 'same-site', 'none']) {
      const headers = { authorization: `Bearer ${key}`, 'sec-fetch-site': site }
      expect((await command(server, headers)).status).toBe(403)
    }
  })

  it('gets no permission by asking first (CORS)', async () => {
    const { server } = await started()
    const answer = await ask(server, 'OPTIONS', '/command/import.export', {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    })
    expect(answer.status).toBe(403)
    expect(Object.keys(answer.headers).join()).not.toContain('access-control')
  })
})

describe('what is sent', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])(
    'is refused as %j: a form could send it',
    async (type) => {
      const { server, dispatched } = await started()
      const { key } = await swapped(server)
      const headers = { authorization: `Bearer ${key}`, 'content-type': type }
      expect((await command(server, headers)).status).toBe(415)
      expect(dispatched).toEqual([])
    },
  )

  it('is refused when it is too large, with and without its length', async () => {
    const { server, dispatched } = await started()
    const { key } = await swapped(server)
    const body = JSON.stringify({ text: 'x'.repeat(5_000_000) })
    const headers = { authorization: `Bearer ${key}` }
    expect((await command(server, headers, body)).status).toBe(413)
    const chunked = { ...headers, 'transfer-encoding': 'chunked' }
    expect((await command(server, chunked, body)).status).toBe(413)
    expect(dispatched).toEqual([])
  })

  it('is refused when it is not JSON, and as GET', async () => {
    const { server } = await started()
    const { key } = await swapped(server)
    const headers = { authorization: `Bearer ${key}` }
    expect((await command(server, headers, '{"a":')).status).toBe(400)
    expect((await ask(server, 'GET', '/command/import.export', headers)).status).toBe(405)
  })

  it('does not matter when it is no HTTP at all', async () => {
    const { server } = await started()
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () =>
        socket.write('\u0000\u0001garbage\r\n\r\n'),
      )
      socket.once('close', () => resolve())
      socket.on('error', () => undefined)
      socket.resume()
    })
    expect((await ask(server, 'GET', '/', {})).status).toBe(200)
  })

  it('is not heard on other addresses of this computer', async () => {
    const { server } = await started()
    await expect(fetch(`http://[::1]:${server.port}/`)).rejects.toThrow()
    await expect(fetch(`http://127.0.0.2:${server.port}/`)).rejects.toThrow()
  })
})

async function started() {
  const folder = privateFolder()
  writeFileSync(join(folder, 'secret.json'), '{"word":"hush-hush"}')
  const window = join(folder, 'window')
  mkdirSync(join(window, 'assets'), { recursive: true })
  writeFileSync(join(window, 'index.html'), '<!doctype html><title>the window</title>')
  writeFileSync(join(window, 'assets', 'a.js'), '0')
  let now = 1_000_000
  const dispatched: string[] = []
  const server = await startLoopbackServer({
    dispatch: (name) => {
      dispatched.push(name)
      return Promise.resolve({ ok: true, value: {} })
    },
    watch: (listener) => {
      listener(emptyState())
      return () => undefined
    },
    files: readWindowFiles(window),
    random: createRandom(),
    clock: { now: () => now },
    log: { write: () => undefined },
  })
  onTestFinished(() => server.close())
  return { server, dispatched, pass: (ms: number) => void (now += ms) }
}

interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: Record<string, unknown>
}

/** A request with exactly these headers, the forbidden ones included. */
function ask(
  server: LoopbackServer,
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server.port, method, path, headers, agent: false }
    const sent = httpRequest(options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => void (text += chunk))
      const status = response.statusCode ?? 0
      response.once('end', () => resolve({ status, text, headers: response.headers }))
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

function command(
  server: LoopbackServer,
  headers: Record<string, string>,
  body = '{}',
): Promise<Answer> {
  const own = { 'content-type': 'application/json' }
  return ask(server, 'POST', '/command/import.export', { ...own, ...headers }, body)
}

function swap(
  server: LoopbackServer,
  code: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const own = { 'content-type': 'application/json' }
  return ask(server, 'POST', '/session', { ...own, ...headers }, JSON.stringify({ code }))
}

async function swapped(server: LoopbackServer): Promise<{ key: string; code: string }> {
  const code = codeIn(server.newLink())
  const answer = await swap(server, code)
  const { key } = JSON.parse(answer.text) as { key: string }
  return { key, code }
}

function codeIn(link: string): string {
  return new URL(link).hash.slice(1)
}
