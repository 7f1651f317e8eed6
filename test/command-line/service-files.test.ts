/** The files that run the tunnel at every login, as text: what is in them, and that nothing in a path or a setting breaks out of it. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { serviceFor } from '../../src-main/command-line/service/service-files.ts'
import type { Service, ServiceFacts } from '../../src-main/command-line/service/service-files.ts'

const facts: ServiceFacts = {
  platform: 'linux',
  home: '/home/ada',
  command: ['/usr/bin/node', '/opt/AIP Desktop/aip.mjs', 'tunnel', 'start', '--yes'],
  environment: { AIP_HOME: '/home/ada/100% "mine"\\x $HOME' },
  logFile: '/home/ada/data/tunnel.log',
  user: 1000,
}

const folder = mkdtempSync(join(tmpdir(), 'aip-service-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The file as it would be written, for the system's own tools. */
function written(name: string, service: Service | undefined): string {
  const file = join(folder, name)
  writeFileSync(file, service?.bytes ?? '')
  return file
}

function found(tool: string) {
  return { tool, missing: spawnSync(tool, ['--version']).status !== 0 }
}

describe('a systemd user unit', () => {
  const service = serviceFor(facts)

  it('runs the program with its arguments as single words, and again when it fails', () => {
    expect(service?.file).toBe('/home/ada/.config/systemd/user/aip-tunnel.service')
    expect(service?.text).toContain(
      'ExecStart="/usr/bin/node" "/opt/AIP Desktop/aip.mjs" "tunnel" "start" "--yes"\n',
    )
    expect(service?.text).toContain('Restart=on-failure\n')
    // The agent is told to finish its calls by its parent, not by the service manager.
    expect(service?.text).toContain('KillMode=mixed\n')
  })

  it('is accepted by systemd', ({ skip }) => {
    const { tool, missing } = found('systemd-analyze')
    skip(missing, 'systemd-analyze is missing: apt-get install systemd')
    const file = written('aip-tunnel.service', service)
    // The program has to be there to be accepted.
    const text = readFileSync(file, 'utf8').replace('/usr/bin/node', process.execPath)
    writeFileSync(file, text)
    const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder }
    const line = ['verify', '--user', '--man=no', file]
    const ended = spawnSync(tool, line, { encoding: 'utf8', env })
    expect([ended.status, ended.stderr]).toEqual([0, ''])
  })

  it('keeps percent signs, quotes, backslashes and dollars of settings as they are', () => {
    expect(service?.text).toContain(
      'Environment="AIP_HOME=/home/ada/100%% \\"mine\\"\\\\x $HOME"\n',
    )
  })

  it('lets no setting begin a line of its own', () => {
    const evil = serviceFor({ ...facts, environment: { AIP_HOME: 'x\nExecStartPre=/bin/evil' } })
    expect(evil?.text).not.toMatch(/^ExecStartPre/m)
  })

  it('is enabled and started, and taken away again', () => {
    expect(service?.install.at(-1)).toEqual([
      'systemctl',
      '--user',
      'enable',
      '--now',
      'aip-tunnel.service',
    ])
    expect(service?.remove).toEqual([
      ['systemctl', '--user', 'disable', '--now', 'aip-tunnel.service'],
    ])
  })
})

describe('a launchd agent', () => {
  const service = serviceFor({ ...facts, platform: 'darwin', home: '/Users/ada' })

  it('is a property list with everything escaped', () => {
    expect(service?.file).toBe('/Users/ada/Library/LaunchAgents/com.aip-desktop.tunnel.plist')
    expect(service?.text).toContain('<string>/home/ada/100% &quot;mine&quot;\\x $HOME</string>')
    expect(service?.text).toContain('<key>SuccessfulExit</key><false/>')
    expect(service?.install).toEqual([['launchctl', 'bootstrap', 'gui/1000', service?.file]])
  })

  it('is read by a reader of property lists as what was meant', ({ skip }) => {
    const { tool, missing } = found('python3')
    skip(missing, 'python3 is missing, which reads property lists')
    const read =
      'import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))'
    const ended = spawnSync(tool, ['-c', read, written('tunnel.plist', service)])
    expect(JSON.parse(ended.stdout.toString())).toMatchObject({
      Label: 'com.aip-desktop.tunnel',
      ProgramArguments: facts.command,
      EnvironmentVariables: facts.environment,
      KeepAlive: { SuccessfulExit: false },
    })
  })
})

describe('a Windows task', () => {
  const service = serviceFor({
    ...facts,
    platform: 'win32',
    home: 'C:\\Users\\ada',
    command: ['C:\\Program Files\\AIP\\node.exe', 'C:\\AIP & Co\\aip.mjs', 'tunnel', 'start'],
    environment: { AIP_HOME: 'C:\\100% "x"' },
    logFile: 'C:\\data\\tunnel.log',
  })

  it('starts at login, without a time limit and also on batteries', () => {
    expect(service?.text).toContain('<LogonTrigger>')
    expect(service?.text).toContain('<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>')
    expect(service?.text).toContain('<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>')
  })

  it('sets the environment through cmd, with quotes and percent signs made harmless', () => {
    expect(service?.text).toContain('set &quot;AIP_HOME=C:\\100%% x&quot;&amp;&amp; ')
    expect(service?.text).toContain('&quot;C:\\AIP &amp; Co\\aip.mjs&quot;')
  })

  it('is well-formed XML in the encoding it names', ({ skip }) => {
    const { tool, missing } = found('python3')
    skip(missing, 'python3 is missing, which reads XML')
    const read =
      'import sys, xml.dom.minidom as x; print(x.parse(sys.argv[1]).getElementsByTagName("Arguments")[0].firstChild.data)'
    const ended = spawnSync(tool, ['-c', read, written('task.xml', service)])
    expect(ended.stdout.toString().trim()).toBe(
      '/d /s /c "set "AIP_HOME=C:\\100%% x"&& "C:\\Program Files\\AIP\\node.exe" "C:\\AIP & Co\\aip.mjs" "tunnel" "start" 2>> "C:\\data\\tunnel.log""',
    )
  })
})

it('other systems have none', () => {
  expect(serviceFor({ ...facts, platform: 'freebsd' })).toBeUndefined()
})
