/** Using a server from the terminal: tools, calls, the bridge for stdio clients, and configurations taken and given. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHome, type Home } from './aip.ts'
import { shapes } from './shapes.ts'
import { startWatchedServer, type WatchedServer } from './watched-server.ts'

let server: WatchedServer
let home: Home

beforeAll(async () => {
  server = await startWatchedServer()
  home = openHome()
  await home.run(['connect', server.url, '--name', 'work'])
})
afterAll(async () => {
  await home[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

describe('tools', () => {
  it('are listed for people and for scripts', async () => {
    const ended = await home.run(['tools', 'work', '--json'])
    const { tools } = shapes.tools.parse(ended.json())
    expect(tools.map(({ name }) => name)).toEqual(['who_am_i', 'add', 'shout'])
    expect(tools[1]?.inputSchema).toMatchObject({ required: ['a', 'b'] })
    const { stdout } = await home.run(['tools', 'work'])
    expect(stdout).toContain('add  read-only\n  Adds two numbers.\n  a, b\n')
  })
})

describe('a call', () => {
  it('gives what the tool said, as text and as the server gave it', async () => {
    const input = '{"a": 2, "b": 40}'
    expect((await home.run(['call', 'work', 'add', input])).stdout).toBe('42\n')
    const ended = await home.run(['call', 'work', 'add', input, '--json'])
    expect(ended.code).toBe(0)
    expect(shapes.call.parse(ended.json()).content).toEqual([{ type: 'text', text: '42' }])
  })

  it('takes its arguments from stdin and from a file', async () => {
    const input = '{"text": "quiet"}'
    const piped = await home.run(['call', 'work', 'shout', '-'], { input })
    expect(piped.stdout).toBe('QUIET\n')
    const file = join(home.folder, 'input.json')
    writeFileSync(file, input)
    expect((await home.run(['call', 'work', 'shout', `@${file}`])).stdout).toBe('QUIET\n')
  })

  it('of a tool that fails ends with 7, and its own words are the result', async () => {
    const ended = await home.run(['call', 'work', 'add', '{"a": "two"}', '--json'])
    expect(ended.code).toBe(7)
    expect(shapes.call.parse(ended.json()).isError).toBe(true)
    expect(ended.stderr).toContain('tool-failed')
  })

  it('of a tool that does not exist says which there are', async () => {
    const ended = await home.run(['call', 'work', 'subtract', '--json'])
    expect([ended.code, ended.problem().code]).toEqual([2, 'no-such-tool'])
  })

  it('with a file that is not there is wrong usage', async () => {
    const ended = await home.run(['call', 'work', 'add', '@no-such-file', '--json'])
    expect([ended.code, ended.problem().code]).toEqual([2, 'bad-usage'])
  })

  it('prints no escape sequence a tool smuggled in', async () => {
    const text = JSON.stringify({ text: 'a\u001b]0;owned\u0007b\u001b[2J' })
    const { stdout } = await home.run(['call', 'work', 'shout', text])
    expect(stdout).toBe('A]0;OWNEDB[2J\n')
  })
})

describe('the bridge for stdio clients', () => {
  it('carries a session, and stdout has protocol messages only', async () => {
    const bridge = home.start(['stdio', 'work'])
    const lines = createInterface({ input: bridge.child.stdout })[Symbol.asyncIterator]()
    const ask = async (id: number, method: string, params: object) => {
      bridge.child.stdin.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }) + '\n')
      const { value } = (await lines.next()) as { value: string }
      return JSON.parse(value) as { id: number; result: Record<string, unknown> }
    }
    const clientInfo = { name: 'a-test', version: '1' }
    const hello = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }
    expect((await ask(1, 'initialize', hello)).result['serverInfo']).toMatchObject({
      name: 'Watched',
    })
    bridge.child.stdin.write('this is no message\n')
    bridge.child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
    const called = await ask(2, 'tools/call', { name: 'who_am_i', arguments: {} })
    expect(called).toMatchObject({ id: 2, result: { content: [{ text: 'ada@example.com' }] } })
    bridge.child.stdin.end()
    const { code, stderr } = await bridge.ended
    expect(code).toBe(0)
    expect(stderr).toContain('no JSON-RPC message')
  })

  it('gives a client that has closed its end the answers still to come', async () => {
    const input = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n'
    const { code, stdout } = await home.run(['stdio', 'work'], { input })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ id: 1, result: { tools: [{}, {}, {}] } })
  })

  it('answers each request with what stands in the way, and opens no tab', async () => {
    await using own = openHome()
    await own.run(['import', '-'], { input: `claude mcp add --transport http new ${server.url}` })
    const input = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n'
    const ended = await own.run(['stdio', 'new'], { input })
    const answer = JSON.parse(ended.stdout) as { id: number; error: { message: string } }
    expect(answer.id).toBe(1)
    expect(answer.error.message).toContain('Sign in')
    expect(own.tabs()).toEqual([])
  })
})

describe('configurations of other clients', () => {
  const config = (url: string) =>
    JSON.stringify({
      mcpServers: {
        tracker: { type: 'http', url, headers: { 'X-Api-Key': 'sealed-and-secret' } },
        local: { command: 'npx', args: ['some-server'] },
      },
    })

  it('are read from a file, from stdin, from a command line; their secrets never come back', async () => {
    await using own = openHome()
    const file = join(own.folder, 'mcp.json')
    writeFileSync(file, config(server.url))
    const ended = await own.run(['import', file, '--json'])
    const { servers } = shapes.import.parse(ended.json())
    expect(servers.map(({ name, result }) => [name, result])).toEqual([
      ['tracker', 'imported'],
      ['local', 'skipped'],
    ])
    const line = 'claude mcp add --transport http docs https://docs.example.com/mcp'
    expect((await own.run(['import', '-'], { input: line })).stdout).toContain('✓ docs')
    const exported = await own.run(['export', '--json'])
    const { mcpServers } = shapes.export.parse(exported.json())
    expect(Object.keys(mcpServers).sort()).toEqual(['docs', 'tracker'])
    expect(exported.stdout).not.toContain('sealed-and-secret')
  })

  it('that are none are one problem', async () => {
    await using own = openHome()
    const ended = await own.run(['import', '-', '--json'], { input: 'a shopping list' })
    expect([ended.code, ended.problem().code]).toEqual([2, 'import-not-understood'])
    expect((await own.run(['list', '--json'])).stdout).toBe('{"connections":[]}\n')
  })

  it('lead to a working connection after a sign-in', async () => {
    await using own = openHome()
    await own.run(['import', server.url])
    const [{ name } = { name: '' }] = shapes.list.parse(
      (await own.run(['list', '--json'])).json(),
    ).connections
    expect((await own.run(['sign-in', name])).code).toBe(0)
    expect((await own.run(['call', name, 'who_am_i'])).stdout).toBe('ada@example.com\n')
  })
})
