/** Opening the sign-in page: only addresses that are safe, as one argument of a real program, never through a shell (C34, S3, R22, R25). */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { browserCommands } from '#adapters/browser-command.ts'
import { createSignInWindow } from '#adapters/sign-in-window.ts'
import { problemOf } from '../core/journey.ts'
import { privateFolder } from './store/private-folder.ts'

const { signal } = new AbortController()

/** A browser that writes down its arguments, one a line, and its end. */
function recorder(folder: string, name = 'browser', ending = '') {
  const program = join(folder, name)
  const file = join(folder, `${name}.txt`)
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > '${file}'\n${ending}\n`)
  chmodSync(program, 0o700)
  return { program, arguments: () => readFileSync(file, 'utf8').trimEnd().split('\n'), file }
}

function windowWith(BROWSER: string, more: Record<string, string> = {}) {
  return createSignInWindow({
    environment: { PATH: process.env['PATH'], BROWSER, ...more },
    platform: 'linux',
  })
}

describe('the sign-in page', () => {
  it('C34: is one argument, whatever a shell would make of it', async () => {
    const folder = privateFolder()
    const { program, arguments: given } = recorder(folder)
    const address = `https://login.example.com/a;b?x=$(touch ${folder}/pwned)&y=\`id\`|"'%TEMP%\n&z=^&calc`
    await windowWith(program).show(address, signal)
    await expect.poll(() => given()).toEqual([new URL(address).href])
    expect(existsSync(join(folder, 'pwned'))).toBe(false)
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vbscript:x',
    'calc.exe"&',
    '\\\\attacker\\share',
    'smb://attacker/share',
    'http://login.example.com/',
    'http://127.0.0.1.attacker.example/',
    'https://user:password@login.example.com/',
    '--proxy-server=attacker.example',
    '',
  ])('C34: %j starts no program', async (address) => {
    const { program, file } = recorder(privateFolder())
    const problem = await problemOf(windowWith(program).show(address, signal))
    expect(problem).toMatchObject({ code: 'unsafe-authorization-address', step: 'sign-in' })
    expect(existsSync(file)).toBe(false)
  })

  it.each(['http://127.0.0.1:8080/x', 'http://localhost/x', 'http://[::1]:8080/x'])(
    'C34: %s may be opened',
    async (address) => {
      const { program, arguments: given } = recorder(privateFolder())
      await windowWith(program).show(address, signal)
      await expect.poll(() => given()).toEqual([address])
    },
  )

  it('may be one of their own network without encryption, where the person agreed to that', async () => {
    const { program, arguments: given } = recorder(privateFolder())
    const address = 'http://login.intranet.example/authorize'
    await windowWith(program).show(address, signal, { plainHttp: true })
    await expect.poll(() => given()).toEqual([address])
    const risky = ['http://user:pass@login.intranet.example/', 'javascript:1', 'file:///etc/passwd']
    for (const each of risky) {
      const refused = windowWith(program).show(each, signal, { plainHttp: true })
      expect((await problemOf(refused)).code).toBe('unsafe-authorization-address')
    }
  })

  it('is opened with the next program of the list when one is missing or fails', async () => {
    const folder = privateFolder()
    const failing = recorder(folder, 'failing', 'exit 3')
    const working = recorder(folder, 'working')
    await windowWith(`/does/not/exist:${failing.program}:${working.program}`).show(
      'https://login.example.com/',
      signal,
    )
    expect(working.arguments()).toEqual(['https://login.example.com/'])
  })

  it('R22: without a screen or a working program the person is told to open the link', async () => {
    const none = createSignInWindow({ environment: {}, platform: 'linux' })
    expect(await problemOf(none.show('https://login.example.com/', signal))).toMatchObject({
      code: 'browser-not-opened',
      message: 'There is no screen here on which a browser could be opened.',
    })
    const broken = windowWith('/does/not/exist')
    const problem = await problemOf(broken.show('https://login.example.com/', signal))
    expect(problem).toMatchObject({
      code: 'browser-not-opened',
      details: { tried: '/does/not/exist: ENOENT' },
    })
  })

  it('is not opened after a cancel', async () => {
    const { program, file } = recorder(privateFolder())
    const cancelled = AbortSignal.abort(new Error('cancelled'))
    await expect(windowWith(program).show('https://login.example.com/', cancelled)).rejects.toThrow(
      'cancelled',
    )
    expect(existsSync(file)).toBe(false)
  })
})

describe('the program', () => {
  const url = 'https://login.example.com/?a=1&b=%20'
  it.each([
    ['darwin', {}, [['/usr/bin/open', url]]],
    ['win32', {}, [['C:\\Windows\\System32\\rundll32.exe', 'url.dll,FileProtocolHandler', url]]],
    ['linux', { DISPLAY: ':0' }, [['xdg-open', url]]],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, [['xdg-open', url]]],
    ['linux', {}, []],
    ['linux', { WSL_DISTRO_NAME: 'Debian' }, [['wslview', url]]],
    ['linux', { BROWSER: 'firefox --new-tab %s' }, [['firefox', '--new-tab', url]]],
    ['linux', { BROWSER: '"/opt/my browser/run" -a' }, [['/opt/my browser/run', '-a', url]]],
    [
      'linux',
      { BROWSER: 'one:two %s' },
      [
        ['one', url],
        ['two', url],
      ],
    ],
    ['win32', { BROWSER: 'C:\\b.exe' }, [['C:\\b.exe', url]]],
  ] as const)('on %s with %j is %j', (platform, environment, commands) => {
    const found = browserCommands(url, { platform, environment })
    expect(found.map(({ program, args }) => [program, ...args])).toEqual(commands)
  })
})
