/** Commands offered as Streamable HTTP: real processes behind the gateway, as the official client and as raw requests see them. */
import { createRequire } from 'node:module'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, it, vi } from 'vitest'
import { failureIn } from './gateway-stand.ts'
import { beginSession, commandOf, isAlive, startStdio, textIn } from './stdio-stand.ts'

const wide = { timeout: 10_000 }
const odd = commandOf('stdio-odd')

async function connected(url: string, mode?: 'auto'): Promise<Client> {
  const client = new Client(
    { name: 'platform', version: '1' },
    { capabilities: {}, ...(mode && { versionNegotiation: { mode } }) },
  )
  await client.connect(new StreamableHTTPClientTransport(new URL(url)))
  return client
}

describe('a command behind the gateway', () => {
  it('serves the official client in a session', wide, async () => {
    const { url, records } = await startStdio(commandOf('stdio-sample'))
    const client = await connected(url)
    expect((await client.listTools()).tools.map((each) => each.name)).toEqual(['echo'])
    const { content } = await client.callTool({ name: 'echo', arguments: { text: 'hello' } })
    expect(content).toMatchObject([{ text: expect.stringMatching(/^hello from \d+$/) }])
    expect(records.at(-1)).toMatchObject({ operation: 'tools/call', name: 'echo' })
    await client.close()
  })

  it('serves 2026-07-28 to all callers from one process', wide, async () => {
    const { url } = await startStdio(commandOf('stdio-sample'))
    const clients = await Promise.all([connected(url, 'auto'), connected(url, 'auto')])
    expect(clients.map((each) => each.getProtocolEra())).toEqual(['modern', 'modern'])
    const answers = await Promise.all(
      clients.map((each, index) =>
        // The first one's answer comes last, so that order alone cannot match them.
        each.callTool({ name: 'echo', arguments: { text: `c${index}`, ms: 200 - index * 200 } }),
      ),
    )
    const words = answers.map(({ content }) => JSON.stringify(content))
    expect(words[0]).toContain('c0 from')
    expect(words[1]).toContain('c1 from')
    expect(words[0]?.replace('c0', '')).toBe(words[1]?.replace('c1', ''))
    await Promise.all(clients.map((each) => each.close()))
  })

  it('falls back to a session for a server that does not know 2026-07-28', wide, async () => {
    const { url } = await startStdio(odd)
    const client = await connected(url, 'auto')
    expect(client.getProtocolEra()).toBe('legacy')
    expect(client.getServerVersion()?.name).toBe('stdio-odd')
    await client.close()
  })

  it('carries progress of the reference server to the call it is of', wide, async () => {
    const file = createRequire(import.meta.url).resolve(
      '@modelcontextprotocol/server-everything/dist/index.js',
    )
    const { url } = await startStdio({ ...odd, args: [file, 'stdio'] })
    const client = await connected(url)
    const seen: number[] = []
    await client.callTool(
      { name: 'trigger-long-running-operation', arguments: { duration: 0.4, steps: 4 } },
      { onprogress: ({ progress }) => void seen.push(progress) },
    )
    expect(seen).toEqual([1, 2, 3, 4])
    await client.close()
  })
})

describe('two callers at once', () => {
  it('get a process each, and their own answers for the same ids', wide, async () => {
    const { url } = await startStdio(odd)
    const [one, two] = await Promise.all([beginSession(url), beginSession(url)])
    const [first, second] = await Promise.all([one.call(7, 'pid'), two.call(7, 'pid')])
    expect(await textIn(first)).not.toBe(await textIn(second))
  })

  it('cannot use an id that no session has', wide, async () => {
    const { url } = await startStdio(odd)
    const session = await beginSession(url)
    const wrong = await session.send('POST', {
      headers: { 'mcp-session-id': 'guessed' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    })
    expect(wrong.status).toBe(404)
  })
})

describe('a session', () => {
  it('carries a question of the server and the answer to it', wide, async () => {
    const { url } = await startStdio(odd)
    const session = await beginSession(url)
    const response = await session.call(9, 'ask')
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toContain('"method":"roots/list"')
    const answer = { jsonrpc: '2.0', id: 'mine', result: { roots: [] } }
    const told = await session.send('POST', { body: JSON.stringify(answer) })
    expect(told.status).toBe(202)
    const { value } = await reader.read()
    expect(value).toContain('"id":9')
    expect(value).toContain('roots')
  })

  it('ends its process with DELETE, and is unknown from then on', wide, async () => {
    const { url } = await startStdio(odd)
    const session = await beginSession(url)
    const pid = Number(await textIn(await session.call(2, 'pid')))
    expect(isAlive(pid)).toBe(true)
    expect((await session.send('DELETE')).status).toBe(204)
    expect(isAlive(pid)).toBe(false)
    expect((await session.call(3, 'pid')).status).toBe(404)
  })

  it('ends its process when nobody has used it for a while', wide, async () => {
    const { url } = await startStdio(odd, { limits: { most: 4, idleMs: 1_500 } })
    const session = await beginSession(url)
    const pid = Number(await textIn(await session.call(2, 'pid')))
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 8000)
    expect((await session.call(3, 'pid')).status).toBe(404)
  })

  it('gives way to a new one when nobody uses it, and not while it works', wide, async () => {
    const { url } = await startStdio(odd, { limits: { most: 1, idleMs: 60_000 } })
    const first = await beginSession(url)
    const second = await beginSession(url)
    expect((await first.call(2, 'pid')).status).toBe(404)
    const leaving = new AbortController()
    const hanging = second.call(3, 'hang', leaving.signal).catch(() => undefined)
    await vi.waitFor(async () => {
      const { session } = await beginSession(url)
      expect(session).toBe('')
    })
    leaving.abort()
    await hanging
  })
})

describe('a command that misbehaves', () => {
  it('is a broken server when it ends, and is started anew by the next session', wide, async () => {
    const secret = 'a-secret-value-of-mine'
    const { url, logged } = await startStdio({ ...odd, variables: { API_SECRET: secret } })
    const failure = await failureIn(await (await beginSession(url)).call(2, 'crash'))
    expect(failure).toMatchObject({ origin: 'upstream', code: 'upstream_broken' })
    const again = await beginSession(url)
    expect(await textIn(await again.call(2, 'pid'))).toMatch(/^\d+$/)
    expect(logged.join('\n')).toContain('gone, with [hidden]')
    expect(logged.join('\n')).not.toContain(secret)
  })

  it('is a broken server when it cannot be started', wide, async () => {
    const { url } = await startStdio({ ...odd, program: '/no/such/program' })
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: {} })
    const failure = await failureIn(await fetch(url, { method: 'POST', body }))
    expect(failure).toMatchObject({ origin: 'upstream' })
  })

  it('may write what is no message, and long messages', wide, async () => {
    const { url } = await startStdio(odd)
    const session = await beginSession(url)
    expect(await textIn(await session.call(2, 'chatter'))).toBe('still understood')
    expect((await textIn(await session.call(3, 'large'))).length).toBe(2_000_000)
  })

  it('is ended when one message is too long', wide, async () => {
    const { url, commands } = await startStdio(odd)
    const session = await beginSession(url)
    const pid = Number(await textIn(await session.call(2, 'pid')))
    expect(await failureIn(await session.call(3, 'flood'))).toMatchObject({ origin: 'upstream' })
    expect(commands.why('id-of-one')).toContain('too long')
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 8000)
  })

  it('holds up nobody else when it hangs', wide, async () => {
    const { url } = await startStdio(odd)
    const session = await beginSession(url)
    const leaving = new AbortController()
    const hanging = session.call(2, 'hang', leaving.signal).catch(() => 'left')
    expect(await textIn(await session.call(3, 'pid'))).toMatch(/^\d+$/)
    leaving.abort()
    expect(await hanging).toBe('left')
  })
})

describe('what a command is given', () => {
  it('is its arguments as they are, its folder, and few variables', wide, async () => {
    const args = [...odd.args, '$(id)', 'two words', '; echo']
    const { url } = await startStdio({ ...odd, args, folder: '/tmp', variables: { MINE: 'x' } })
    const session = await beginSession(url)
    const where = await textIn(await session.call(2, 'where'))
    expect(where.split('\n')).toEqual(['/tmp', '$(id)', 'two words', '; echo'])
    const names = (await textIn(await session.call(3, 'names'))).split(' ')
    expect(names).toContain('MINE')
    const allowed = ['HOME', 'LANG', 'MINE', 'PATH', 'TMPDIR']
    expect(names.filter((each) => !allowed.includes(each))).toEqual([])
  })

  it('is nothing of a tool that is blocked', wide, async () => {
    const tools = { decisions: { pid: 'allow' as const }, others: 'block' as const }
    const { url } = await startStdio(odd, { exposure: { tools } })
    const session = await beginSession(url)
    expect(await textIn(await session.call(2, 'pid'))).toMatch(/^\d+$/)
    const failure = await failureIn(await session.call(3, 'names'))
    expect(failure).toMatchObject({ code: 'policy_tool_blocked' })
  })
})

describe('the end', () => {
  it(
    'leaves nothing behind, not even what a command has started and what hears no SIGTERM',
    wide,
    async () => {
      const { url, commands } = await startStdio(odd)
      const session = await beginSession(url)
      const pids = (await textIn(await session.call(2, 'descend'))).split(' ').map(Number)
      expect(pids.map(isAlive)).toEqual([true, true])
      await commands.end()
      await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]))
    },
  )

  it('can be at once', wide, async () => {
    const { url, commands } = await startStdio(odd)
    const session = await beginSession(url)
    const pids = (await textIn(await session.call(2, 'descend'))).split(' ').map(Number)
    commands.kill()
    await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]))
  })

  it('comes to the commands of connections that are not offered any more', wide, async () => {
    const { url, commands } = await startStdio(odd)
    const session = await beginSession(url)
    const pid = Number(await textIn(await session.call(2, 'pid')))
    commands.keepOnly(['id-of-one'])
    expect(isAlive(pid)).toBe(true)
    commands.keepOnly([])
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 8000)
  })
})
