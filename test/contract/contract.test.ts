/** The contract by good and bad examples, and its client by what must not compile. */
import { describe, expect, it } from 'vitest'
import { AppState } from '#contract/app-state.ts'
import { commands, isCommandName } from '#contract/commands.ts'
import { createClient } from '#contract/transport.ts'
import { emptyState } from './empty-state.ts'

describe('the app state', () => {
  it('has a document for a first start', () => {
    expect(AppState.parse(emptyState())).toEqual(emptyState())
  })

  it('has no place for a token, a verifier or a key', () => {
    const words =
      /^(accessToken|refreshToken|token|code|codeVerifier|verifier|key|secret|clientSecret)$/
    const names = namesIn(AppState).filter((name) => words.test(name))
    // Facts about a token, codes of problems and notes, whether an app has a secret, and what opens a sample server.
    expect([...new Set(names)].sort()).toEqual(['clientSecret', 'code', 'secret', 'token'])
  })
})

describe('the commands', () => {
  it.each(Object.keys(commands))('%s is called room.verb', (name) => {
    expect(name).toMatch(/^[a-z]+\.[a-z-]+$/)
  })

  it('fills in what a caller leaves out', () => {
    const parsed = commands['setup.connect'].input.parse({ journeyId: 'a', name: 'notes' })
    expect(parsed).toMatchObject({ headers: [], useTunnel: false, opensBrowser: true })
  })

  it('refuses a header name that could smuggle a second header', () => {
    const headers = [{ name: 'X-Key\r\nHost', value: 'a' }]
    const parsed = commands['setup.connect'].input.safeParse({ journeyId: 'a', name: 'b', headers })
    expect(parsed.success).toBe(false)
  })

  it('refuses a header value with a line break', () => {
    const headers = [{ name: 'X-Key', value: 'a\r\nHost: b' }]
    const parsed = commands['setup.connect'].input.safeParse({ journeyId: 'a', name: 'b', headers })
    expect(parsed.success).toBe(false)
  })

  it('removes a connection only when the caller says that the person was asked', () => {
    const parsed = commands['connections.remove'].input.safeParse({ connectionId: 'a' })
    expect(parsed.success).toBe(false)
  })

  it('knows no command that every object has', () => {
    expect(isCommandName('constructor')).toBe(false)
  })
})

describe('the client', () => {
  it('passes name and input on and gives the reply back', async () => {
    const asked: unknown[] = []
    const client = createClient({
      invoke: (name, input) => {
        asked.push([name, input])
        return Promise.resolve({ ok: true, value: { journeyId: 'j1' } })
      },
      watch: () => () => undefined,
    })
    const reply = await client.run('setup.look', { text: 'https://mcp.example.com/mcp' })
    expect(reply.ok && reply.value.journeyId).toBe('j1')
    expect(asked).toEqual([['setup.look', { text: 'https://mcp.example.com/mcp' }]])
    // @ts-expect-error -- a name that is no command
    await client.run('setup.lok', { text: '' })
    // @ts-expect-error -- an input without its text
    await client.run('setup.look', {})
  })
})

/** The names of all members of a schema, wherever they are nested. */
function namesIn(schema: unknown, seen = new Set<unknown>()): string[] {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return []
  seen.add(schema)
  const names: string[] = []
  if ('shape' in schema && typeof schema.shape === 'object' && schema.shape !== null) {
    for (const [name, member] of Object.entries(schema.shape)) {
      names.push(name, ...namesIn(member, seen))
    }
  }
  const definition = 'def' in schema ? schema.def : undefined
  for (const part of Object.values(definition ?? {})) {
    for (const each of Array.isArray(part) ? part : [part]) names.push(...namesIn(each, seen))
  }
  return names
}
