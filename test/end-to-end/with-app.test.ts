/** The command line beside a running app: it is the app's client, sees its tokens, and says the same as without one. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHome, type Home, type Running } from './aip.ts'
import { shapes } from './shapes.ts'
import { startWatchedServer, type WatchedServer } from './watched-server.ts'

let server: WatchedServer
let home: Home
let app: Running

/** A vault in the memory of the process that has it: only the app can know the tokens. */
const inMemory = { AIP_VAULT: 'session', AIP_VAULT_PASSPHRASE_FILE: undefined }

beforeAll(async () => {
  server = await startWatchedServer()
  home = openHome(inMemory)
  app = await openApp(home)
})
afterAll(async () => {
  await home[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

describe('beside an app whose tokens are in its memory', () => {
  it('connects, with the sign-in page in the browser of the terminal', async () => {
    const ended = await home.run(['connect', server.url, '--name', 'work', '--json'])
    expect([ended.code, ended.stderr]).toEqual([0, expect.stringContaining('Signed in')])
    expect(shapes.connect.parse(ended.json())).toMatchObject({
      connection: { name: 'work', status: 'ready' },
      tools: 3,
    })
    expect(home.tabs()).toHaveLength(1)
    expect(ended.stderr).toContain('Your browser opens for the sign-in.')
  })

  it('lists, shows and uses what the app has', async () => {
    const run = async (...args: string[]) => (await home.run([...args, '--json'])).json()
    const { connections } = shapes.list.parse(await run('list'))
    expect(connections.map(({ name, status }) => [name, status])).toEqual([['work', 'ready']])
    expect(shapes.show.parse(await run('show', 'work')).connection.name).toBe('work')
    expect(shapes.tools.parse(await run('tools', 'work')).tools).toHaveLength(3)
    const result = shapes.call.parse(await run('call', 'work', 'add', '{"a": 2, "b": 40}'))
    expect(result.content).toEqual([{ type: 'text', text: '42' }])
    expect(shapes.token.parse(await run('token', 'work')).vault).toBe('session')
    expect(shapes.refresh.parse(await run('refresh', 'work')).refreshable).toBe(true)
    const revealed = (await home.run(['token', 'work', '--reveal'])).stdout.trim()
    expect(revealed.length).toBeGreaterThan(20)
  })

  it('ends with the same codes', async () => {
    const failing = await home.run(['call', 'work', 'add', '{"a": "two"}', '--json'])
    expect(failing.code).toBe(7)
    expect(shapes.call.parse(failing.json()).isError).toBe(true)
    const unknownTool = await home.run(['call', 'work', 'subtract', '--json'])
    expect([unknownTool.code, unknownTool.problem().code]).toEqual([2, 'no-such-tool'])
    const unknown = await home.run(['tools', 'nobody', '--json'])
    expect([unknown.code, unknown.problem().code]).toEqual([6, 'no-such-connection'])
    const taken = await home.run(['connect', server.url, '--name', 'work', '--json'])
    expect([taken.code, taken.problem().code]).toEqual([2, 'name-taken'])
  })

  it('shows the link alone where no browser is wanted, and takes the address that is pasted', async () => {
    const before = home.tabs().length
    const running = home.start(['sign-in', 'work', '--no-browser', '--json'])
    const [, link = ''] = await running.said(/^ {2}(http\S+authorize\S+)$/m)
    running.child.stdin.write(`${await addressAfterSignIn(new URL(link))}\n`)
    const ended = await running.ended
    expect([ended.code, home.tabs().length]).toEqual([0, before])
    shapes.signIn.parse(ended.json())
  })

  it('cancels in the app what is cancelled at the terminal', async () => {
    const running = home.start(['sign-in', 'work', '--no-browser', '--json'])
    await running.said(/Open this link in a browser/)
    running.child.kill('SIGINT')
    const ended = await running.ended
    expect([ended.code, ended.problem().code]).toEqual([8, 'cancelled'])
    // Nothing is held: the next one begins and ends.
    expect((await home.run(['sign-in', 'work'])).code).toBe(0)
  })

  it('signs out at the server, and forgets', async () => {
    const ended = await home.run(['sign-out', 'work', '--json'])
    expect(shapes.signOut.parse(ended.json()).signedOut).toMatchObject({
      refreshToken: { result: 'revoked' },
    })
    const after = await home.run(['token', 'work', '--json'])
    expect([after.code, after.problem().code]).toEqual([3, 'sign-in-needed'])
    const removed = await home.run(['remove', 'work', '--yes', '--json'])
    shapes.remove.parse(removed.json())
  })

  it('takes a configuration whose headers only the app can keep', async () => {
    const config = { mcpServers: { keyed: { url: server.url, headers: { 'X-Key': 'hush-hush' } } } }
    const ended = await home.run(['import', '-', '--json'], { input: JSON.stringify(config) })
    expect(shapes.import.parse(ended.json()).servers).toMatchObject([{ result: 'imported' }])
    await home.run(['remove', 'keyed', '--yes'])
  })
})

describe('the key of the door', () => {
  it('is in one file of this person and nowhere else', async () => {
    const { key } = announced(home)
    const said = await home.run(['list'])
    expect(said.stdout + said.stderr).not.toContain(key)
    for (const name of readdirSync(home.data)) {
      if (name === 'running-app.json') continue
      expect(readFileSync(join(home.data, name)).includes(key), name).toBe(false)
    }
    for (const argument of argumentsOf(app)) expect(argument).not.toContain(key)
  })

  it('is what a program needs: with another one it gets nothing', async () => {
    const answer = await fetch(`http://127.0.0.1:${announced(home).port}/verb/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${'A'.repeat(43)}` },
      body: JSON.stringify({ name: 'work' }),
    })
    expect(answer.status).toBe(401)
  })
})

describe('an app that ends', () => {
  it('in the middle of a verb is a problem, and the next verb is done without it', async () => {
    await using own = openHome()
    const opened = await openApp(own)
    const connecting = own.start(['connect', server.url, '--no-browser', '--json'])
    await connecting.said(/Open this link in a browser/)
    opened.child.kill('SIGKILL')
    const ended = await connecting.ended
    expect([ended.code, ended.problem().code]).toEqual([4, 'app-closed'])
    // Its file is still there; what is in it is nobody any more.
    expect(announced(own).key).toBeDefined()
    expect((await own.run(['connect', server.url, '--name', 'mine'])).code).toBe(0)
    const status = shapes.token.parse((await own.run(['token', 'mine', '--json'])).json())
    expect(status.vault).toBe('passphrase')
  })
})

/** What the browser would be at after the person agreed. */
async function addressAfterSignIn(link: URL): Promise<string> {
  const form = { request: link.search.slice(1), account: 'ada@example.com', decision: 'allow' }
  const answer = await fetch(new URL('/authorize', link), {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
  })
  return answer.headers.get('location') ?? ''
}

async function openApp(where: Home): Promise<Running> {
  const opened = where.start(['open', '--print-link'])
  await opened.said(/Ctrl\+C ends the app/)
  return opened
}

function announced({ data }: Home): { port: number; key: string } {
  const text = readFileSync(join(data, 'running-app.json'), 'utf8')
  return JSON.parse(text) as { port: number; key: string }
}

function argumentsOf({ child }: Running): string[] {
  return [...child.spawnargs]
}
