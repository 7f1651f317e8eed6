/** What the window works out without a screen: forms from schemas, searches, what stayed the same. */
import { describe, expect, it } from 'vitest'
import { keepSame } from '#renderer/frame/keep-same.ts'
import { wayOut } from '#renderer/parts/way-out.ts'
import { problemReport } from '#renderer/parts/problem-report.ts'
import {
  fieldsOf,
  inputFrom,
  jsonFrom,
  readInput,
} from '#renderer/screens/connection/tool-input.ts'
import { matching } from '#renderer/screens/connections/matching.ts'
import { settingsFrom, emptyWishes } from '#renderer/screens/journey/setup-wishes.ts'
import { connections, problem, tools, workingState } from './states.ts'

const schema = tools[0]?.inputSchema ?? {}
const fields = fieldsOf(schema) ?? []

describe('the form of a tool', () => {
  it('has a field of the fitting kind for each property', () => {
    expect(fields.map(({ name, kind, isRequired }) => [name, kind, isRequired])).toEqual([
      ['query', 'text', true],
      ['state', 'choice', false],
      ['limit', 'number', false],
      ['labels', 'lines', false],
      ['archived', 'yes-no', false],
    ])
  })

  it('gives the tool values of the right types and leaves out what is empty', () => {
    const values = { query: '7', state: '', limit: '3', labels: 'a\nb\n', archived: 'false' }
    expect(inputFrom(fields, values)).toEqual({
      ok: true,
      input: { query: '7', limit: 3, labels: ['a', 'b'], archived: false },
    })
  })

  it('names each field that lacks its value or has a wrong one', () => {
    expect(inputFrom(fields, { limit: '2.5' })).toEqual({
      ok: false,
      faults: { query: 'missing', limit: 'not-number' },
    })
  })

  it('goes on as JSON with what was typed', () => {
    expect(JSON.parse(jsonFrom(fields, { query: 'a', limit: 'x' }))).toEqual({ query: 'a' })
  })

  it('takes numbers of a choice as numbers', () => {
    const choice = fieldsOf({ type: 'object', properties: { size: { enum: [1, 2] } } }) ?? []
    expect(inputFrom(choice, { size: '2' })).toEqual({ ok: true, input: { size: 2 } })
  })

  it.each([{ oneOf: [] }, { type: 'array' }, { $ref: '#/x' }])(
    'is JSON where the schema is no plain object: %j',
    (other) => expect(fieldsOf(other)).toBeUndefined(),
  )

  it.each(['[]', '7', 'null', '{'])('does not take %s for an input', (json) => {
    expect(readInput(json).ok).toBe(false)
  })
})

describe('a new state', () => {
  it('keeps what did not change as the very same objects', () => {
    const before = workingState()
    const now = structuredClone(before)
    expect(keepSame(before, now)).toBe(before)
  })

  it('has a new object only where something changed, and above it', () => {
    const before = workingState()
    const now = structuredClone(before)
    const changed = now.connections[2]
    if (changed) changed.chip = 'ready'
    const kept = keepSame(before, now)
    expect(kept).toEqual(now)
    expect(kept.connections[2]).not.toBe(before.connections[2])
    expect(kept.connections[1]).toBe(before.connections[1])
    expect(kept.details).toBe(before.details)
  })

  it('finds a connection again when another one before it is gone', () => {
    const before = workingState()
    const now = structuredClone({ ...before, connections: before.connections.slice(1) })
    expect(keepSame(before, now).connections[0]).toBe(before.connections[1])
  })

  it('does not keep a member that is gone', () => {
    expect(keepSame({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 })
  })
})

describe('a search', () => {
  it('finds by every word, in name, address and account', () => {
    expect(matching(connections, 'EXAMPLE.org notes').map((each) => each.name)).toEqual(['Notes'])
    expect(matching(connections, '10.20.0').map((each) => each.name)).toEqual(['Build farm'])
    expect(matching(connections, 'notes nothing')).toEqual([])
  })
})

describe('the special cases of a setup', () => {
  it('go to the app only where they differ from its own choice', () => {
    expect(settingsFrom(emptyWishes)).toEqual({})
    expect(settingsFrom({ ...emptyWishes, loginHost: ' a.example ', resource: 'omit' })).toEqual({
      loginHost: 'a.example',
      resource: 'omit',
    })
  })
})

describe('the way out of a problem', () => {
  it.each([
    ['sign-in-expired', 'sign-in'],
    ['client-id-needed', 'enter-client'],
    ['not-linked', 'tunnel'],
    ['proxy-failed', 'settings'],
    ['resource-refused', 'connection-settings'],
    ['server-error', undefined],
  ] as const)('%s: %s', (code, way) => expect(wayOut(code)).toBe(way))
})

describe('a problem as text', () => {
  it('has everything somebody else needs', () => {
    const text = problemReport(problem)
    expect(text).toContain(problem.message)
    expect(text).toContain('code: sso-page-in-front')
    expect(text).toContain('location: https://sso.corp.example/login')
  })
})
