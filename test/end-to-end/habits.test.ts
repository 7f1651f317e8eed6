/** Servers with habits, met from the terminal: forgotten clients, refused parameters, odd token answers, scopes (R03, R08, R12, R13). */
import { describe, expect, it } from 'vitest'
import { openHome } from './aip.ts'
import { changed, startWatchedServer, type Habit, type Seen } from './watched-server.ts'

/** Sends the person back to the application with an error, as an authorization endpoint does. */
function sentBack(seen: Seen, issuer: string, error: string): Response {
  const target = new URL(seen.query.get('redirect_uri') ?? '')
  target.searchParams.set('error', error)
  target.searchParams.set('state', seen.query.get('state') ?? '')
  target.searchParams.set('iss', issuer)
  return new Response(null, { status: 303, headers: { location: target.href } })
}

describe('a server that forgot its clients (R03)', () => {
  it('is registered at anew once, with one tab, and tokens that still work are kept', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    await home.run(['connect', server.url, '--name', 'work'])
    server.forgetClients()
    expect((await home.run(['tools', 'work'])).code).toBe(0)
    const before = home.tabs().length
    const { code, stderr } = await home.run(['sign-in', 'work', '--timeout', '20'])
    expect(code, stderr).toBe(0)
    expect(server.to('/register')).toHaveLength(2)
    expect(home.tabs().length - before).toBe(1)
    expect((await home.run(['tools', 'work'])).code).toBe(0)
  })

  it('is registered at anew when the person asks for it', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    await home.run(['connect', server.url, '--name', 'work'])
    expect((await home.run(['sign-in', 'work', '--forget-registration'])).code).toBe(0)
    expect(server.to('/register')).toHaveLength(2)
    const [first, second] = home.tabs().map((tab) => new URL(tab).searchParams.get('client_id'))
    expect(second).not.toBe(first)
  })
})

describe('a server that refuses the resource parameter (R08)', () => {
  it('gets it no more: not at the sign-in, not for the token, not at a refresh', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    server.habit = (seen) => {
      if (seen.path === '/authorize' && seen.query.has('resource')) {
        return sentBack(seen, server.origin, 'invalid_target')
      }
      const refused = seen.path === '/token' && seen.form.has('resource')
      return refused ? Response.json({ error: 'invalid_target' }, { status: 400 }) : undefined
    }
    const connected = await home.run(['connect', server.url, '--name', 'work'])
    expect(connected.code, connected.stderr).toBe(0)
    expect(connected.stderr).toMatch(/resource/i)
    expect(home.tabs().length).toBeLessThanOrEqual(2)
    expect((await home.run(['refresh', 'work'])).code).toBe(0)
    const sent = server.to('/token').map(({ form, status }) => [form.has('resource'), status])
    expect(sent).toEqual([
      [false, 200],
      [false, 200],
    ])
  })
})

describe('odd answers of a token endpoint (R12)', () => {
  const oddities: [string, Habit][] = [
    ['in the form of a form', async (_, answer) => asForm(await answer())],
    ['with numbers as text', (_, answer) => changed(answer, { expires_in: '3600' })],
    ['without a token type', (_, answer) => changed(answer, { token_type: undefined })],
    ['with nulls', (_, answer) => changed(answer, { scope: null, id_token: null })],
  ]

  it.each(oddities)('%s work', async (_, odd) => {
    await using server = await startWatchedServer()
    await using home = openHome()
    server.habit = (seen, answer) => (seen.path === '/token' ? odd(seen, answer) : undefined)
    const { code, stderr } = await home.run(['connect', server.url, '--name', 'work'])
    expect(code, stderr).toBe(0)
  })

  it('that are an error with status 200 are an error, in the words of the server', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    const said = { error: 'server_error', error_description: 'The moon is in the wrong phase' }
    server.habit = (seen) => (seen.path === '/token' ? Response.json(said) : undefined)
    const ended = await home.run(['connect', server.url, '--json'])
    expect(ended.code).toBe(7)
    expect(JSON.stringify(ended.problem())).toContain('The moon is in the wrong phase')
    expect((await home.run(['list', '--json'])).stdout).toBe('{"connections":[]}\n')
  })
})

describe('scopes (R13)', () => {
  it('that the server refuses are left out at the second attempt, and it is said', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    server.habit = (seen) =>
      seen.path === '/authorize' && seen.query.get('scope')?.includes('offline_access') === true
        ? sentBack(seen, server.origin, 'invalid_scope')
        : undefined
    const { code, stderr } = await home.run(['connect', server.url, '--name', 'work'])
    expect(code, stderr).toBe(0)
    const asked = server.to('/authorize').filter(({ method }) => method === 'GET')
    expect(asked.at(-1)?.query.get('scope')).toBe('tools.read tools.call')
    expect(stderr).toMatch(/scope|permission/i)
  })

  it('that one tool needs on top are asked for once, after a yes that names them', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    await home.run(['connect', server.url, '--name', 'work'])
    const [first] = server.tokensGiven()
    server.habit = (seen) =>
      seen.body.includes('tools/call') && seen.authorization === `Bearer ${first}`
        ? moreNeeded()
        : undefined
    const no = await home.run(['call', 'work', 'who_am_i', '--json'], { input: 'n\n' })
    expect([no.code, home.tabs().length]).toEqual([7, 1])
    const yes = await home.run(['call', 'work', 'who_am_i'], { input: 'y\n' })
    expect(yes.code, yes.stderr).toBe(0)
    expect(yes.stderr).toContain('tools.read tools.call offline_access')
    expect([yes.stdout, home.tabs().length]).toEqual(['ada@example.com\n', 2])
  })

  it('that never are enough do not end in a circle', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    await home.run(['connect', server.url, '--name', 'work'])
    server.habit = (seen) => (seen.body.includes('tools/call') ? moreNeeded() : undefined)
    const ended = await home.run(['call', 'work', 'who_am_i', '--json'], { input: 'y\ny\ny\n' })
    expect([ended.code, ended.problem().code]).toEqual([3, 'sign-in-loop'])
    expect(home.tabs()).toHaveLength(2)
  })
})

async function asForm(answer: Response): Promise<Response> {
  const body = (await answer.json()) as Record<string, string>
  return new Response(new URLSearchParams(body), { status: answer.status })
}

function moreNeeded(): Response {
  const challenge =
    'Bearer error="insufficient_scope", scope="tools.read tools.call offline_access"'
  return new Response(null, { status: 403, headers: { 'www-authenticate': challenge } })
}
