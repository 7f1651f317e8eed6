/** Addresses of our own window, and those that may be opened outside, by table. */
import { describe, expect, it } from 'vitest'
import { windowHeaders } from '../../../src-main/electron-shell/policy/content-security.ts'
import { openableOutside } from '../../../src-main/electron-shell/policy/open-outside.ts'
import { mayHavePermission } from '../../../src-main/electron-shell/policy/permissions.ts'
import { mayUseChannel } from '../../../src-main/electron-shell/policy/sender.ts'
import {
  isWindowAddress,
  windowAddress,
  windowFile,
} from '../../../src-main/electron-shell/policy/window-address.ts'

const foreign = [
  'https://window/index.html',
  'http://127.0.0.1/index.html',
  'file:///etc/passwd',
  'aip-app://other/index.html',
  'aip-app://window.example.com/index.html',
  'aip-app://window:80/index.html',
  'aip-app://user@window/index.html',
  'aip-app-2://window/index.html',
  'aip-desktop://window/index.html',
  'javascript:alert(1)',
  'data:text/html,hello',
  'about:blank',
  'aip-app:window',
  '',
  'not an address',
]

describe('our own window', () => {
  it.each([windowAddress, 'aip-app://window/', 'aip-app://window/assets/main.js?v=1#part'])(
    'is at %s',
    (address) => expect(isWindowAddress(address)).toBe(true),
  )

  it.each(foreign)('is not at %j', (address) => expect(isWindowAddress(address)).toBe(false))

  it.each([
    ['aip-app://window/', 'index.html'],
    ['aip-app://window/index.html', 'index.html'],
    ['aip-app://window/assets/main-Ab_9.js', 'assets/main-Ab_9.js'],
    ['aip-app://window/assets/a.css?x=1', 'assets/a.css'],
  ])('has behind %s the file %s', (address, file) => expect(windowFile(address)).toBe(file))

  it.each([
    'aip-app://window/..%2f..%2fetc/passwd',
    'aip-app://window/%2e%2e%5csecret',
    'aip-app://window/a/..%5c..%5csecret',
    'aip-app://window/C:%5cWindows',
    'aip-app://window//etc/passwd',
    'aip-app://window/.env',
    'aip-app://window/assets/.hidden',
    'aip-app://window/%00',
    'aip-app://window/%E0%A4%A',
    'aip-app://window/a%2Fb',
    'aip-app://other/index.html',
  ])('has no file behind %s', (address) => {
    expect(windowFile(address)).toBeUndefined()
  })

  it('has no way out of its folder', () => {
    expect(windowFile('aip-app://window/%2e%2e/../secret')).toBe('secret')
  })

  it('is served with a policy that lets nothing in from elsewhere and no inline script run', () => {
    const policy = windowHeaders('index.html')['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("connect-src 'none'")
    expect(policy).not.toMatch(/unsafe|https:|\*/)
  })

  it.each([
    ['index.html', 'text/html; charset=utf-8'],
    ['assets/main.js', 'text/javascript; charset=utf-8'],
    ['assets/unknown.bin', 'application/octet-stream'],
  ])('serves %s as %s', (file, type) => expect(windowHeaders(file)['content-type']).toBe(type))
})

describe('the channel', () => {
  it('is for the main frame of our window', () => {
    expect(mayUseChannel({ url: windowAddress, parent: null })).toBe(true)
  })

  it('is not for a frame inside it, and not for one that is gone', () => {
    expect(mayUseChannel({ url: windowAddress, parent: {} })).toBe(false)
    expect(mayUseChannel(null)).toBe(false)
  })

  it.each(foreign)('is not for %j', (url) => {
    expect(mayUseChannel({ url, parent: null })).toBe(false)
  })
})

describe('permissions', () => {
  it('let our window copy to the clipboard', () => {
    expect(mayHavePermission('clipboard-sanitized-write', windowAddress)).toBe(true)
  })

  it.each([
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'display-capture',
    'local-network-access',
    'fileSystem',
    'hid',
    'serial',
    'usb',
    'unknown',
  ])('deny %s, even to our window', (permission) => {
    expect(mayHavePermission(permission, windowAddress)).toBe(false)
  })

  it('deny everything to others', () => {
    expect(mayHavePermission('clipboard-sanitized-write', 'https://login.example.com')).toBe(false)
  })
})

describe('the person’s own browser', () => {
  it.each([
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['HTTPS://EXAMPLE.com', 'https://example.com/'],
    ['http://127.0.0.1:8080/x', 'http://127.0.0.1:8080/x'],
    ['http://localhost/x', 'http://localhost/x'],
    ['http://[::1]:3/x', 'http://[::1]:3/x'],
  ])('is shown %s', (address, opened) => expect(openableOutside(address)).toBe(opened))

  it.each([
    'http://example.com/',
    'http://192.168.0.1/',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
    'https://user:secret@example.com/',
    'file:///C:/Windows/System32/calc.exe',
    '\\\\server\\share\\program.exe',
    'smb://server/share',
    'ms-msdt:/id PCWDiagnostic',
    'search-ms:query=x',
    'javascript:alert(1)',
    'data:text/html,x',
    'vscode://file/x',
    'calc.exe"&',
    '',
  ])('is not shown %j', (address) => expect(openableOutside(address)).toBeUndefined())
})
