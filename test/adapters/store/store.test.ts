import { spawnSync } from 'node:child_process'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import type { Store } from '#core/ports.ts'
import { privateFolder, sampleConnection } from './private-folder.ts'

let database: Database
let store: Store
let now = 1_000_000

beforeEach(async () => {
  database = await openDatabase(privateFolder())
  store = createStore(database, { now: () => now })
  return () => database.close()
})

describe('connections', () => {
  it('are listed in the order they were made, each as it was last saved', () => {
    store.saveConnection(sampleConnection('b', { createdAt: 1 }))
    store.saveConnection(sampleConnection('a', { createdAt: 2 }))
    store.saveConnection(sampleConnection('b', { createdAt: 1, name: 'renamed' }))
    expect(store.listConnections().map((each) => each.name)).toEqual(['renamed', 'server a'])
    store.removeConnection('b')
    expect(store.listConnections().map((each) => each.id)).toEqual(['a'])
  })

  it('that did not change are the same objects, which nobody can change for the others', () => {
    store.saveConnection(sampleConnection('a', { createdAt: 1 }))
    store.saveConnection(sampleConnection('b', { createdAt: 2 }))
    const [first, second] = store.listConnections()
    store.saveConnection(sampleConnection('b', { createdAt: 2, name: 'renamed' }))
    const [same, renamed] = store.listConnections()
    expect(same).toBe(first)
    expect([second?.name, renamed?.name]).toEqual(['server b', 'renamed'])
    expect(() => Object.assign(same ?? {}, { name: 'x' })).toThrow(TypeError)
    expect(() => same?.settings.headers.push('x')).toThrow(TypeError)
  })

  it('that cannot be understood are a problem and stay where they are', () => {
    database.run("INSERT INTO connections VALUES ('x', 1, '{}')")
    expect(() => store.listConnections()).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'store-unreadable' }) }),
    )
    expect(database.all('SELECT id FROM connections')).toHaveLength(1)
  })
})

describe('facts', () => {
  it('are recalled as they were remembered, and forgotten with undefined', () => {
    expect(store.recall('spelling', 'https://a.example')).toBeUndefined()
    store.remember('spelling', 'https://a.example', { host: 'localhost' })
    store.remember('spelling', 'https://b.example', false)
    expect(store.recall('spelling', 'https://a.example')).toEqual({ host: 'localhost' })
    expect(store.recall('spelling', 'https://b.example')).toBe(false)
    store.remember('spelling', 'https://a.example', undefined)
    expect(store.recall('spelling', 'https://a.example')).toBeUndefined()
  })
})

describe('a lease', () => {
  it('is held by one at a time, until it is released', () => {
    expect(store.takeLease('x', 'me', 1000)).toBe(true)
    expect(store.takeLease('x', 'you', 1000)).toBe(false)
    expect(store.takeLease('y', 'you', 1000)).toBe(true)
    store.releaseLease('x', 'you')
    expect(store.takeLease('x', 'you', 1000)).toBe(false)
    store.releaseLease('x', 'me')
    expect(store.takeLease('x', 'you', 1000)).toBe(true)
  })

  it('can be prolonged by its holder, and falls free when its time is over', () => {
    expect(store.takeLease('x', 'me', 1000)).toBe(true)
    now += 900
    expect(store.takeLease('x', 'me', 1000)).toBe(true)
    now += 900
    expect(store.takeLease('x', 'you', 1000)).toBe(false)
    now += 100
    expect(store.takeLease('x', 'you', 1000)).toBe(true)
  })

  it('of a time that has not come yet does not lock anybody out after the clock was set back', () => {
    expect(store.takeLease('x', 'me', 1000)).toBe(true)
    now -= 3_600_000
    expect(store.takeLease('x', 'you', 1000)).toBe(true)
  })

  it('falls free at once when the process that held it has died (R01)', () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    expect(store.takeLease('x', 'the late one', 3_600_000)).toBe(true)
    database.run('UPDATE leases SET process = ?1', pid)
    expect(store.takeLease('x', 'you', 1000)).toBe(true)
  })

  it('is not taken from a process of another machine, whose number says nothing here', () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    expect(store.takeLease('x', 'far away', 3_600_000)).toBe(true)
    database.run("UPDATE leases SET process = ?1, place = 'another computer'", pid)
    expect(store.takeLease('x', 'you', 1000)).toBe(false)
  })
})

describe('the audit trail', () => {
  it('keeps what happened, and not for ever', () => {
    store.audit('signed-in', 'one', { issuer: 'https://a.example' })
    expect(database.all('SELECT event, subject, facts FROM audit')).toEqual([
      { event: 'signed-in', subject: 'one', facts: '{"issuer":"https://a.example"}' },
    ])
    database.run('UPDATE sqlite_sequence SET seq = 20000')
    store.audit('signed-out', 'one')
    expect(database.all('SELECT event FROM audit')).toEqual([{ event: 'signed-out' }])
  })
})
