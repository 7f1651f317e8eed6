/** `aip relay` as an administrator uses it: a real relay process, and the verbs against it. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createAipHome } from './run-aip.ts'

const program = resolve(import.meta.dirname, '../../src-main/command-line/aip.ts')
const home = createAipHome()
let relay: ChildProcess
let address = ''
let adminKey = ''

function serve(...more: string[]) {
  const words = [program, 'relay', 'serve', '--json', '--data', join(home.folder, 'relay'), ...more]
  return spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
}

async function firstLine(child: ChildProcess): Promise<unknown> {
  let text = ''
  for await (const part of child.stdout ?? []) {
    text += String(part)
    if (text.includes('\n')) return JSON.parse(text)
  }
  throw new Error('it ended without a word')
}

const Listening = z.object({ listening: z.string(), adminKey: z.string().optional() })

beforeAll(async () => {
  relay = serve('--port', '0')
  const said = Listening.parse(await firstLine(relay))
  address = said.listening
  adminKey = said.adminKey ?? ''
})

afterAll(() => {
  relay.kill('SIGKILL')
  home.close()
})

async function admin(...words: string[]) {
  const user = createAipHome({ AIP_RELAY_ADMIN_KEY: adminKey })
  try {
    const ended = await user.run('relay', ...words, '--relay', address, '--json')
    return { ...ended, value: JSON.parse(ended.stdout) as Record<string, unknown> }
  } finally {
    user.close()
  }
}

describe('aip relay', () => {
  it('prints the admin key on the first start, and keeps a private folder', () => {
    expect(adminKey).toMatch(/^aip-admin_[\w-]{43}$/)
    expect(statSync(join(home.folder, 'relay')).mode & 0o777).toBe(0o700)
    expect(statSync(join(home.folder, 'relay', 'relay.db')).mode & 0o777).toBe(0o600)
  })

  it('creates, lists and removes tunnels and keys', async () => {
    const made = await admin('tunnel', 'create', 'ada', '--allow-from', '10.0.0.0/8')
    expect(made.value).toMatchObject({
      tunnel: { alias: 'ada', organization: false, allowFrom: ['10.0.0.0/8'] },
      linkKey: expect.stringMatching(/^aip-link_/),
    })
    const key = await admin('key', 'create', 'ada', '--name', 'platform')
    expect(key.value['key']).toMatch(/^aip-key_[\w-]{43}$/)
    const keys = await admin('key', 'list', 'ada')
    expect(keys.value).toMatchObject({ keys: [{ name: 'platform', expiresAt: null }] })
    expect(keys.stdout).not.toContain(String(key.value['key']))
    await admin('key', 'revoke', String(key.value['id']))
    expect((await admin('key', 'list', 'ada')).value).toEqual({ keys: [] })
    expect((await admin('tunnel', 'list')).value['tunnels']).toHaveLength(1)
    expect((await admin('tunnel', 'remove', 'ada')).code).toBe(0)
    expect((await admin('tunnel', 'list')).value).toEqual({ tunnels: [] })
  })

  it.each([
    [['tunnel', 'remove', 'nobody'], 'no-such-tunnel', 6],
    [['tunnel', 'create', 'A B'], 'bad-usage', 2],
    [['device', 'revoke', 'dev_nobody'], 'relay-refused', 7],
  ])('says what is wrong with %j', async (words, code, exit) => {
    const ended = await admin(...words)
    expect(ended.value).toMatchObject({ problem: { code } })
    expect(ended.code).toBe(exit)
  })

  it('refuses a wrong admin key', async () => {
    const right = adminKey
    adminKey = 'aip-admin_wrong'
    const ended = await admin('tunnel', 'list')
    adminKey = right
    expect(ended.value).toMatchObject({ problem: { code: 'relay-refused' } })
  })

  it('does not listen in the clear for other computers', async () => {
    const ended = await home.run('relay', 'serve', '--host', '0.0.0.0', '--json')
    expect(JSON.parse(ended.stdout)).toMatchObject({ problem: { code: 'bad-usage' } })
  })

  it('ends with SIGTERM, and shows no admin key on the next start', async () => {
    relay.kill('SIGTERM')
    const [code] = (await once(relay, 'exit')) as [number]
    expect(code).toBe(0)
    relay = serve('--port', '0')
    expect(Listening.parse(await firstLine(relay)).adminKey).toBeUndefined()
  })
})
