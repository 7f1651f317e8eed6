/** Commands as connections at the command line: what is shown and asked, what is stored where, and the calls. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, describe, expect, it } from 'vitest'
import { createAipHome } from './run-aip.ts'

const wide = { timeout: 60_000 }
const secret = 'value-of-the-secret-4711'
const server = join(import.meta.dirname, '../servers/stdio-odd.ts')
const sample = join(import.meta.dirname, '../servers/stdio-sample.ts')

function home() {
  const aip = createAipHome({ API_SECRET: secret })
  onTestFinished(() => aip.close())
  return aip
}

/** Processes of this machine whose command line names the file. */
function running(file: string, folder: string): string[] {
  if (!existsSync('/proc')) return []
  return readdirSync('/proc').filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      return words[1] === file && words.includes(folder)
    } catch {
      // It ended meanwhile, or is no process.
      return false
    }
  })
}

describe('aip connect --stdio', () => {
  it(
    'shows the exact command, lists its tools, calls them, and leaves no process',
    wide,
    async () => {
      const aip = home()
      const words = ['--', process.execPath, sample, 'two words', aip.folder]
      const connected = await aip.run(
        'connect',
        '--stdio',
        '--yes',
        '--name',
        'mine',
        '--json',
        ...words,
      )
      expect(connected.stderr).toContain(`${process.execPath} ${sample} "two words" ${aip.folder}`)
      expect(connected.stderr).toContain(`in the folder`)
      expect(JSON.parse(connected.stdout)).toMatchObject({
        connection: { name: 'mine', mode: 'NoAuth', status: 'ready' },
        tools: 1,
      })
      const called = await aip.run('call', 'mine', 'echo', '{"text":"hello"}', '--json')
      expect(called.stdout).toContain('hello from')
      expect(running(sample, aip.folder)).toEqual([])
    },
  )

  it('runs nothing unless somebody agrees', wide, async () => {
    const aip = home()
    const refused = await aip.run('connect', '--stdio', '--', process.execPath, sample)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('nobody is at the keyboard')
    expect((await aip.run('list', '--json')).stdout).toContain('"connections":[]')
  })

  it('keeps the values of variables in the vault, and shows their names only', wide, async () => {
    const aip = home()
    const words = ['--env', 'API_SECRET', '--yes', '--name', 'odd', '--json']
    // The odd server has no list of tools; the sample one does.
    const connected = await aip.run('connect', '--stdio', ...words, '--', process.execPath, sample)
    expect(connected.code).toBe(0)
    expect(connected.stderr).toContain('API_SECRET')
    const exported = await aip.run('export')
    expect(JSON.parse(exported.stdout)).toMatchObject({
      mcpServers: {
        odd: { command: process.execPath, args: [sample], env: { API_SECRET: '${API_SECRET}' } },
      },
    })
    const shown = [connected, exported].map((each) => each.stdout + each.stderr).join()
    const stored = readdirSync(join(aip.folder, 'data'), { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => readFileSync(join(each.parentPath, each.name), 'latin1'))
    expect(stored.join()).toContain('stdio-sample')
    expect(shown + stored.join()).not.toContain(secret)
  })

  it('refuses a secret among the arguments without repeating it', wide, async () => {
    const aip = home()
    const words = ['--yes', '--', process.execPath, sample, '--api-key', secret]
    const refused = await aip.run('connect', '--stdio', ...words)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('looks like a secret')
    expect(refused.stderr).not.toContain(secret)
  })

  it('keeps nothing of a command that does not start', wide, async () => {
    const aip = home()
    const failed = await aip.run('connect', '--stdio', '--yes', '--', '/no/such/program')
    expect(failed.code).toBe(4)
    expect(failed.stderr).toContain('could not be started')
    expect((await aip.run('list', '--json')).stdout).toContain('"connections":[]')
    expect(running(server, aip.folder)).toEqual([])
  })
})

describe('aip import of commands', () => {
  const entry = { command: process.execPath, args: [sample], env: { API_SECRET: secret } }

  it('asks about each, and takes what is agreed to', wide, async () => {
    const aip = home()
    const file = join(aip.folder, 'mcp.json')
    writeFileSync(file, JSON.stringify({ mcpServers: { one: entry, two: entry } }))
    const imported = await aip.answer('y\nn\n', 'import', file, '--json')
    expect(JSON.parse(imported.stdout)).toMatchObject({
      servers: [
        { result: 'imported', name: 'one' },
        { result: 'skipped', name: 'two' },
      ],
    })
    expect(imported.stderr).toContain(`${process.execPath} ${sample}`)
    expect(imported.stdout + imported.stderr).not.toContain(secret)
    expect((await aip.run('tools', 'one', '--json')).stdout).toContain('echo')
  })

  it('takes none where nobody is at the keyboard', wide, async () => {
    const aip = home()
    const file = join(aip.folder, 'mcp.json')
    writeFileSync(file, JSON.stringify({ mcpServers: { one: entry } }))
    const imported = await aip.run('import', file, '--json')
    expect(JSON.parse(imported.stdout)).toMatchObject({ servers: [{ result: 'skipped' }] })
    expect((await aip.run('list', '--json')).stdout).toContain('"connections":[]')
  })

  it('shows the values of variables that decide which code runs', wide, async () => {
    const aip = home()
    const file = join(aip.folder, 'mcp.json')
    const env = { NODE_OPTIONS: '--require /tmp/other.js' }
    writeFileSync(file, JSON.stringify({ mcpServers: { one: { ...entry, env } } }))
    const imported = await aip.answer('n\n', 'import', file)
    expect(imported.stderr).toContain('NODE_OPTIONS="--require /tmp/other.js"')
  })
})
