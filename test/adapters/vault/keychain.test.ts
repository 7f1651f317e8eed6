import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { type Server, createServer } from 'node:net'
import { join } from 'node:path'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createKeychain } from '#adapters/vault/keychain.ts'
import { keychainCallHere } from '#adapters/vault/keychain-child.ts'
import { privateFolder } from '../store/private-folder.ts'

const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
const missing = ['dbus-run-session', 'gnome-keyring-daemon', 'dbus-send'].filter(
  (name) => !has(name),
)
if (missing.length > 0) {
  process.stderr.write(`skipped: the tests on a real keychain need ${missing.join(' and ')}\n`)
}

/** Runs the script in a desktop session of its own, with a keyring of its own. */
async function inSession(
  script: string,
): Promise<{ folder: string; lines: string[]; code: number | null }> {
  const folder = privateFolder()
  const child = spawn('dbus-run-session', ['--', 'sh', '-c', script], {
    cwd: import.meta.dirname,
    env: {
      PATH: `${join(process.execPath, '..')}:${process.env['PATH']}`,
      HOME: folder,
      XDG_RUNTIME_DIR: folder,
      AIP_HOME: join(folder, 'data'),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
  return { folder, lines: output.trim().split('\n'), code: child.exitCode }
}

const startKeyring = `
  printf %s password | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 &
  keyring=$!
  trap 'kill $keyring' EXIT
  # Asked for too early, the bus would start a second, locked keyring by itself: first wait until this one owns the name.
  until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
    string:org.freedesktop.secrets 2>/dev/null | grep -q 'boolean true'; do sleep 0.05; done
  until dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets/collection/login \
    org.freedesktop.DBus.Properties.Get string:org.freedesktop.Secret.Collection string:Locked 2>/dev/null \
    | grep -q 'boolean false'; do sleep 0.05; done
`
const lock = `
  dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
    org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null
`

describe.skipIf(missing.length > 0)('on a real GNOME Keyring', () => {
  it('the vault is made once by processes that start together, opens again, and tells locked from empty (R23)', async () => {
    const { folder, lines, code } = await inSession(`
      ${startKeyring}
      node keychain-process.ts write first & node keychain-process.ts write second & wait %2 %3
      node keychain-process.ts read first second
      ${lock}
      node keychain-process.ts read first
    `)
    expect(lines.slice(0, 2).sort()).toEqual(['wrote first', 'wrote second'])
    expect(lines.slice(2)).toEqual([
      'read first 20000',
      'read second 20000',
      'problem keychain-locked',
    ])
    expect(code).toBe(0)
    for (const name of readdirSync(join(folder, 'data'))) {
      expect(readFileSync(join(folder, 'data', name)).includes('secret-secret')).toBe(false)
    }
  })
})

describe('without a keychain', () => {
  it('says so, within the time limit', async () => {
    const { lines } = await inNoSession()
    expect(lines).toEqual(['problem keychain-unavailable'])
  })
})

describe('a keychain that never answers', () => {
  it('is given up after its time limit, and the process can still exit (R23)', async () => {
    const bus = await silentBus()
    const { lines } = await inNoSession(bus)
    expect(lines).toEqual(['problem keychain-timeout'])
  })

  it('is given up at once when the caller cancels', async () => {
    const cancel = new AbortController()
    const started = Promise.withResolvers<void>()
    const keychain = createKeychain({
      call: async (_request, signal) => {
        started.resolve()
        await once(signal, 'abort')
        throw signal.reason
      },
    })
    const reading = keychain.read('someone', true, cancel.signal)
    await started.promise
    cancel.abort(new Error('cancelled by the person'))
    await expect(reading).rejects.toThrow('cancelled by the person')
  })

  it('is given up also where the call cannot be made in a child', async () => {
    const keychain = createKeychain({
      timeLimitMs: 20,
      call: (request, signal) => keychainCallHere(request, signal, never),
    })
    await expect(keychain.read('someone', false)).rejects.toMatchObject({
      problem: { code: 'keychain-timeout' },
    })
  })
})

const never = {
  getPassword: () => new Promise<never>(() => undefined),
  setPassword: () => new Promise<never>(() => undefined),
  deletePassword: () => new Promise<never>(() => undefined),
}

/** The same program in a process whose session bus is `bus`, or nowhere. */
async function inNoSession(bus?: string): Promise<{ lines: string[] }> {
  const folder = privateFolder()
  const child = spawn(process.execPath, ['keychain-process.ts', 'write', 'first'], {
    cwd: import.meta.dirname,
    env: {
      HOME: folder,
      AIP_HOME: join(folder, 'data'),
      AIP_TEST_TIME_LIMIT: '500',
      DBUS_SESSION_BUS_ADDRESS: bus ?? `unix:path=${folder}/no-bus`,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
  return { lines: output.trim().split('\n') }
}

/** Accepts connections of the session bus and never says a word. */
async function silentBus(): Promise<string> {
  const path = join(privateFolder(), 'bus')
  const server: Server = createServer().listen(path)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `unix:path=${path}`
}
