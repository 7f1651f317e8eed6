/** What the packages promise the systems they are installed on: purpose strings, fuses, schemes, entitlements, icons. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { linkScheme } from '../../src-main/electron-shell/policy/deep-link.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file))
const configuration = read('electron-builder.yml').toString()

describe('the configuration of the packages', () => {
  it('says on macOS why the app wants the local network, or the system would block it silently (R19)', () => {
    expect(configuration).toMatch(/extendInfo:\n\s+NSLocalNetworkUsageDescription: \S.{40,}/)
  })

  it('claims the scheme that the shell reads', () => {
    expect(configuration).toMatch(new RegExp(`schemes:\\n\\s+- ${linkScheme}\\n`))
    expect(configuration).toContain(`x-scheme-handler/${linkScheme}`)
  })

  it.each([
    ['runAsNode', false],
    ['enableNodeOptionsEnvironmentVariable', false],
    ['enableNodeCliInspectArguments', false],
    ['enableCookieEncryption', true],
    ['enableEmbeddedAsarIntegrityValidation', true],
    ['onlyLoadAppFromAsar', true],
    ['grantFileProtocolExtraPrivileges', false],
  ])('sets the fuse %s to %s', (fuse, on) => {
    expect(configuration).toContain(`\n  ${fuse}: ${String(on)}\n`)
  })

  it('publishes nowhere by itself and rebuilds nothing', () => {
    expect(configuration).toContain('\npublish: null\n')
    expect(configuration).toContain('\nnpmRebuild: false')
  })

  it('takes no entitlement that would let others load code into the app', () => {
    for (const file of ['assets/entitlements.mac.plist', 'assets/entitlements.mac.inherit.plist']) {
      const text = read(file).toString()
      expect(text).toContain('com.apple.security.cs.allow-jit')
      expect(text).not.toMatch(/disable-library-validation|allow-dyld|get-task-allow|unsigned/)
    }
  })
})

describe('the icons', () => {
  it.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])('are there in %i pixels', (size) => {
    const picture = read(`assets/icons/${size}x${size}.png`)
    // Width and height in the header of a PNG file (RFC 2083 §4.1.1).
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([size, size])
  })

  it('are containers Windows and macOS know, with nothing cut off', () => {
    const ico = read('assets/icon.ico')
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([0, 1, 7])
    const icns = read('assets/icon.icns')
    expect(icns.toString('ascii', 0, 4)).toBe('icns')
    expect(icns.readUInt32BE(4)).toBe(icns.length)
  })
})
