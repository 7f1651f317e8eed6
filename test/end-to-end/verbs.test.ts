/** The life of a connection from the terminal, verb by verb: what people read, what scripts parse, and with which exit code it ends. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startOpenServer } from '../../src-main/sample-servers/open-server.ts'
import { openHome, type Ended, type Home } from './aip.ts'
import { shapes } from './shapes.ts'
import { startWatchedServer, type WatchedServer } from './watched-server.ts'

let server: WatchedServer
let home: Home

beforeAll(async () => {
  server = await startWatchedServer({ metadata: 'openid' })
  home = openHome()
  await home.run(['connect', server.url, '--name', 'work'])
})
afterAll(async () => {
  await home[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

/** Runs with `--json`, expects 0 and one document of the promised shape. */
async function asked<Name extends keyof typeof shapes>(shape: Name, ...args: string[]) {
  const ended = await home.run([...args, '--json'])
  expect(ended.code, ended.stderr).toBe(0)
  return shapes[shape].parse(ended.json()) as ReturnType<(typeof shapes)[Name]['parse']>
}

function expectNoTrace({ stdout, stderr }: Ended): void {
  expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+|undefined|\[object/m)
}

describe('discover', () => {
  it('tells the mode and every probe, and changes nothing', async () => {
    const found = await asked('discover', 'discover', server.url)
    expect(found).toMatchObject({ mode: 'OAuthWithDCR', issuer: server.origin, pkce: 'S256' })
    expect(found.trace.map(({ step }) => step)).toEqual([
      'probe',
      'resource-metadata',
      'server-metadata',
      'server-metadata',
    ])
    const text = await home.run(['discover', server.url])
    expect(text.stdout).toMatch(/^Auth mode +OAuthWithDCR$/m)
    expect(text.stderr).toMatch(/^ {2}401 POST http/m)
    expectNoTrace(text)
  })
})

describe('connect', () => {
  it('signs in in one tab and says what it has', async () => {
    await using own = openHome()
    const { code, stdout, stderr } = await own.run(['connect', server.url, '--name', 'mine'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^✓ mine is ready: 3 tools, as ada@example\.com \(Watched\)/)
    expect(stderr).toContain('✓ OAuthWithDCR')
    expect(own.tabs()).toHaveLength(1)
  })

  it('gives the promised shape', async () => {
    await using own = openHome()
    const ended = await own.run(['connect', server.url, '--json'])
    const { connection, tools } = shapes.connect.parse(ended.json())
    expect(connection).toMatchObject({ mode: 'OAuthWithDCR', status: 'ready', url: server.url })
    expect(tools).toBe(3)
    expect(ended.stderr).toContain('✓ Signed in')
  })

  it('needs nobody for a server without a login', async () => {
    const open = await startOpenServer()
    await using own = openHome({ BROWSER: '/bin/false' })
    const ended = await own.run(['connect', open.url, '--name', 'open', '--json'])
    await open.close()
    expect(shapes.connect.parse(ended.json()).connection.mode).toBe('NoAuth')
    expect((await own.run(['token', 'open', '--json'])).code).toBe(3)
  })

  it('refuses a name that is taken before anything else happens', async () => {
    const before = server.seen.length
    const ended = await home.run(['connect', server.url, '--name', 'WORK', '--json'])
    expect([ended.code, ended.problem().code]).toEqual([2, 'name-taken'])
    expect(server.seen.length).toBe(before)
  })
})

describe('a stored connection', () => {
  it('is listed and shown, without a secret', async () => {
    const { connections } = await asked('list', 'list')
    expect(connections.map(({ name, status }) => [name, status])).toEqual([['work', 'ready']])
    const { connection } = await asked('show', 'show', 'work')
    expect(connection).toEqual(connections[0])
    const listed = await home.run(['list'])
    expect(listed.stdout).toMatch(
      /^●\s+work\s+ready\s+ada@example\.com \(Watched\)\s+OAuthWithDCR\s+http/m,
    )
    expect((await home.run(['show', 'work'])).stdout).toMatch(
      /^Account +ada@example\.com \(Watched\)$/m,
    )
  })

  it('can be renamed and is found in any case of letters', async () => {
    const { connection } = await asked('rename', 'rename', 'work', 'Office')
    expect(connection.name).toBe('Office')
    expect((await asked('show', 'show', 'OFFICE')).connection.id).toBe(connection.id)
    await asked('rename', 'rename', 'office', 'work')
  })

  it('tells about its token, and the token itself only when asked', async () => {
    const status = await asked('token', 'token', 'work')
    expect(status).toMatchObject({ issuer: server.origin, refreshable: true, vault: 'passphrase' })
    const { stdout } = await home.run(['token', 'work', '--reveal'])
    const secret = stdout.trim()
    expect(secret.length).toBeGreaterThan(20)
    expect(JSON.stringify(status)).not.toContain(secret)
    expect((await home.run(['token', 'work'])).stdout).toMatch(/^Stored +sealed, key made from/m)
  })

  it('gets a new token when asked', async () => {
    const before = (await home.run(['token', 'work', '--reveal'])).stdout
    await asked('refresh', 'refresh', 'work')
    expect((await home.run(['token', 'work', '--reveal'])).stdout).not.toBe(before)
    expect((await home.run(['refresh', 'work'])).stdout).toMatch(/^Refreshed\.\n/)
  })

  it('is written to an mcp.json that holds no secret', async () => {
    const { mcpServers } = await asked('export', 'export')
    expect(Object.keys(mcpServers)).toEqual(['work'])
    const secret = (await home.run(['token', 'work', '--reveal'])).stdout.trim()
    expect((await home.run(['export'])).stdout).not.toContain(secret)
  })
})

describe('a connection that does not exist', () => {
  it.each(['show', 'sign-in', 'sign-out', 'token', 'refresh', 'tools', 'stdio', 'remove'])(
    'is named by %s, with the code 6',
    async (verb) => {
      const ended = await home.run([verb, 'nothing', '--json'])
      expect([ended.code, ended.problem().code]).toEqual([6, 'no-such-connection'])
      expect(ended.stderr).toContain('Those that exist: work')
      expectNoTrace(ended)
    },
  )
})

describe('signing out and in', () => {
  it('revokes, needs a sign-in for everything else, and works again after it', async () => {
    const { signedOut } = await asked('signOut', 'sign-out', 'work')
    expect(signedOut.refreshToken).toEqual({ result: 'revoked' })
    for (const args of [
      ['tools', 'work'],
      ['call', 'work', 'who_am_i'],
      ['refresh', 'work'],
    ]) {
      const ended = await home.run([...args, '--json'])
      expect([ended.code, ended.problem().code], args[0]).toEqual([3, 'sign-in-needed'])
      expect(ended.stderr).toContain('  aip sign-in work\n')
    }
    const { connection } = await asked('signIn', 'sign-in', 'work')
    expect(connection.status).toBe('ready')
    await asked('tools', 'tools', 'work')
  })

  it('says of each token what became of it', async () => {
    await using own = openHome()
    await own.run(['connect', server.url, '--name', 'gone'])
    const { stdout } = await own.run(['remove', 'gone', '--yes'])
    expect(stdout).toContain('gone is removed.')
    expect(stdout).toContain('✓ Refresh token: revoked at the server')
    expect(await own.run(['list', '--json'])).toMatchObject({ stdout: '{"connections":[]}\n' })
  })

  it('removes only after a yes', async () => {
    await using own = openHome()
    await own.run(['connect', server.url, '--name', 'dear'])
    const no = await own.run(['remove', 'dear', '--json'], { input: 'n\n' })
    expect([no.code, no.problem().code]).toEqual([8, 'cancelled'])
    const yes = await own.run(['remove', 'dear', '--json'], { input: 'yes\n' })
    shapes.remove.parse(yes.json())
  })
})

describe('colour', () => {
  it('is for terminals only, and NO_COLOR is obeyed', async () => {
    const piped = await home.run(['list'])
    expect(piped.stdout).not.toContain('\u001b')
    const shown = await home.run(['discover', server.url], { environment: { NO_COLOR: '1' } })
    expect(shown.stderr + shown.stdout).not.toContain('\u001b')
  })
})
