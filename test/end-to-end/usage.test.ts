/** How `aip` explains itself, and what it says to a command line that does not fit. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openHome, type Home } from './aip.ts'
import { shapes } from './shapes.ts'

const contract =
  'open discover connect demo list show rename remove sign-in sign-out token refresh tools call stdio import export'

/** The commands a help text lists. */
function commandsIn(help: string): string[] {
  const [, section = ''] = /^Commands:\n((?: .*\n)+)/m.exec(help) ?? []
  const names = [...section.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name)
  return names.filter((name) => name !== 'help')
}

/** Every verb with its help; those that only hold others (`aip tunnel`) lead to theirs. */
async function explained(home: Home, group: readonly string[] = []): Promise<[string, string][]> {
  const { code, stdout, stderr } = await home.run([...group, '--help'])
  expect([code, stderr], group.join(' ')).toEqual([0, ''])
  const inside = commandsIn(stdout)
  if (inside.length === 0) return [[group.join(' '), stdout]]
  const all = []
  for (const name of inside) all.push(...(await explained(home, [...group, name])))
  return all
}

describe('help', () => {
  it('names every verb, the environment and the exit codes', async () => {
    await using home = openHome()
    const { code, stdout, stderr } = await home.run(['--help'])
    expect([code, stderr]).toEqual([0, ''])
    expect(commandsIn(stdout)).toEqual(expect.arrayContaining(contract.split(' ')))
    expect(stdout).toContain('AIP_VAULT_PASSPHRASE_FILE')
    expect(stdout).toContain('8 cancelled or timed out')
  })

  it('explains each verb with an example that names the verb', async () => {
    await using home = openHome()
    for (const [verb, help] of await explained(home)) {
      expect(help, verb).toMatch(new RegExp(`Example:\\n  aip ${verb}\\b`))
      expect(help, verb).toContain('--json')
    }
  })

  it('comes on stderr, with the code of wrong usage, when nothing was asked for', async () => {
    await using home = openHome()
    const { code, stdout, stderr } = await home.run([])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('Usage: aip')
  })

  it('tells the version', async () => {
    await using home = openHome()
    const { code, stdout } = await home.run(['--version'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

const misuses: [string, string[]][] = [
  ['an unknown verb', ['conect', 'https://mcp.example.com']],
  ['an unknown option', ['list', '--colour']],
  ['a missing argument', ['connect']],
  ['an argument too many', ['list', 'everything']],
  ['a value that is not among the choices', ['connect', 'https://a.example', '--grant', 'magic']],
  ['a time that is no number', ['connect', 'https://a.example', '--timeout', 'soon']],
  ['a header without a colon', ['connect', 'https://a.example', '--header', 'Authorization']],
  ['a secret without its client id', ['connect', 'https://a.example', '--client-secret-stdin']],
  ['arguments that are no JSON object', ['call', 'some', 'tool', '[1]']],
  ['a file that is not there', ['import', 'no-such-file.json']],
]

describe('wrong usage', () => {
  it.each(misuses)('%s is one problem, in text and in JSON', async (_, args) => {
    await using home = openHome()
    const text = await home.run(args)
    expect([text.code, text.stdout]).toEqual([2, ''])
    expect(text.stderr).toMatch(/^✗ \S.*\n  [A-Z].*\n  Who can act: your turn/)
    const asked = await home.run([...args, '--json'])
    expect(asked.code).toBe(2)
    shapes.problem.parse(asked.json())
    expect(asked.problem().code).toBe('bad-usage')
  })

  it('suggests the verb that was probably meant', async () => {
    await using home = openHome()
    const { stderr } = await home.run(['conect'])
    expect(stderr).toContain('Did you mean connect?')
  })

  it('does not repeat a value that may be a secret in the wrong place', async () => {
    await using home = openHome()
    for (const args of [
      ['connect', 'https://a.example', '--client-secret=hunter2'],
      ['connect', 'https://a.example', 'hunter2'],
      ['connect', 'https://a.example', '--header', 'hunter2'],
      ['call', 'some', 'tool', 'hunter2'],
    ]) {
      const { code, stdout, stderr } = await home.run([...args, '--json'])
      expect(code).toBe(2)
      expect(stdout + stderr).not.toContain('hunter2')
    }
  })
})

describe('the environment', () => {
  it.each([
    ['an unknown vault', { AIP_VAULT: 'cupboard' }, 'bad-usage', 2],
    ['a passphrase file that is not there', passphraseIn('/nonexistent'), 'passphrase-needed', 2],
    ['no passphrase', passphraseIn(undefined), 'passphrase-needed', 2],
    ['a data folder that cannot be', { AIP_HOME: '/dev/null/data' }, 'store-unwritable', 1],
  ] as const)('with %s is a problem of its own', async (_, environment, code, exit) => {
    await using home = openHome()
    await home.run(['import', 'https://mcp.example.com/mcp'])
    const ended = await home.run(['token', 'example', '--json'], { environment })
    expect(ended.problem().code).toBe(code)
    expect(ended.code).toBe(exit)
  })

  it('with a damaged data file leaves the file as it is', async () => {
    await using home = openHome()
    await home.run(['list'])
    const file = join(home.data, 'aip.db')
    writeFileSync(file, 'not a database at all, but somebody may want it back')
    const ended = await home.run(['list', '--json'])
    expect([ended.code, ended.problem().code]).toEqual([1, 'store-unreadable'])
    expect(readFileSync(file, 'utf8')).toMatch(/want it back$/)
  })
})

function passphraseIn(file: string | undefined) {
  return { AIP_VAULT_PASSPHRASE_FILE: file }
}
