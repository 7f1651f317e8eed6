/** OAuth apps made by hand, as a person at the terminal does it; the shape of Salesforce among them (R06, R09). */
import { describe, expect, it } from 'vitest'
import { startLoginHostServer } from '../../src-main/sample-servers/login-host-server.ts'
import { openHome } from './aip.ts'
import { shapes } from './shapes.ts'
import { startWatchedServer } from './watched-server.ts'

describe('a server that registers nobody', () => {
  it('gets the client a person made: everything to copy is shown, id and secret are asked for (R06)', async () => {
    const server = await startLoginHostServer()
    await using home = openHome()
    const args = ['connect', server.url, '--login-host', server.loginHost, '--name', 'acme']
    const input = `${server.clientId}\n${server.clientSecret}\n`
    const { code, stderr, stdout } = await home.run(args, { input })
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/^ {2}Callback URL {3}http:\/\/(localhost|127\.0\.0\.1):\d+\/callback$/m)
    expect(stderr).toMatch(/^ {2}Scopes {9}tools\.read tools\.call/m)
    expect(stderr).toMatch(/^ {2}Client type {4}\S.*(secret|PKCE)/m)
    expect(stderr).toMatch(/Client id: .*Client secret/s)
    expect(stdout).toContain('acme is ready: 3 tools, as ada@example.com (Acme organization)')
    expect(stderr + stdout).not.toContain(server.clientSecret)
    await server.close()
  })

  it.each([
    ['an empty line', { input: '\n' }],
    ['nobody at the keyboard', {}],
  ])('%s ends with what is needed, and stores nothing (R06)', async (_, options) => {
    const server = await startLoginHostServer()
    await using home = openHome()
    const ended = await home.run(['connect', server.url, '--json'], options)
    expect([ended.code, ended.problem().code]).toEqual([3, 'client-id-needed'])
    expect((await home.run(['list', '--json'])).stdout).toBe('{"connections":[]}\n')
    await server.close()
  })

  it('may also say so with a 403 at the registration: the words are shown, then the form (R06)', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    server.habit = (seen) =>
      seen.path === '/register' ? new Response('Approved apps only', { status: 403 }) : undefined
    const ended = await home.run(['connect', server.url], { input: '\n' })
    expect(ended.code).toBe(3)
    expect(ended.stderr).toMatch(/^ {2}Callback URL {3}http/m)
    expect(ended.stderr).toMatch(/approved apps/i)
  })
})

describe('organizations with a login host of their own (R09)', () => {
  it('are signed in to there, are named, and do not overwrite each other', async () => {
    const [one, two] = [
      await startLoginHostServer({ accounts: ['ada@one.example'] }),
      await startLoginHostServer({ accounts: ['ada@two.example'] }),
    ]
    await using home = openHome()
    for (const [name, server] of [
      ['one', one],
      ['two', two],
    ] as const) {
      const client = ['--client-id', server.clientId, '--client-secret-stdin']
      const args = ['connect', server.url, '--name', name, '--login-host', server.loginHost]
      const input = server.clientSecret
      const ended = await home.run([...args, ...client, '--json'], { input })
      expect(ended.code, ended.stderr).toBe(0)
      expect(shapes.connect.parse(ended.json()).connection.account).toContain('Acme organization')
    }
    const hosts = home.tabs().map((tab) => new URL(tab).host)
    expect(hosts).toEqual([one.loginHost, two.loginHost])
    await home.run(['refresh', 'two'])
    await home.run(['refresh', 'one'])
    const who = async (name: string) => (await home.run(['call', name, 'who_am_i'])).stdout
    expect([await who('one'), await who('two')]).toEqual(['ada@one.example\n', 'ada@two.example\n'])
    await one.close()
    await two.close()
  })
})
