// Installs what a command needs and is missing, once: npm packages always; with --tests also the system packages the tests use, with --faults those
// that break things.
// Plain JavaScript without packages: it runs on whatever Node 20 or later the machine has.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stampFile = join(root, 'node_modules', '.prepared')

/** What each command or library is for, and the Debian package that has it. */
const systemPackages = [
  { probe: () => existsSync('/usr/bin/chromium'), name: 'chromium', why: 'a real browser' },
  { probe: () => existsSync('/usr/bin/Xvfb'), name: 'xvfb', why: 'a screen for its windows' },
  { probe: () => onPath('gnome-keyring-daemon'), name: 'gnome-keyring', why: 'a real keychain' },
  { probe: () => onPath('dbus-run-session'), name: 'dbus', why: 'a session bus for the keychain' },
  {
    probe: () => libraryFound('libsecret-1.so.0'),
    name: 'libsecret-1-0',
    why: 'the keychain library',
  },
  {
    probe: () => existsSync('/usr/bin/tinyproxy'),
    name: 'tinyproxy',
    why: 'a real company proxy',
  },
  {
    probe: () => runs('/usr/bin/python3', ['-c', 'import flask']),
    name: 'python3-flask',
    why: 'the Python sample server',
  },
]

const faultPackages = [
  {
    probe: () => existsSync('/usr/share/doc/libfaketime'),
    name: 'faketime',
    why: 'clocks that can be set',
  },
  { probe: () => onPath('ip'), name: 'iproute2', why: 'networks that can be cut' },
]

installNpmPackages()
if (process.argv.includes('--tests')) installSystemPackages(systemPackages)
if (process.argv.includes('--faults')) installSystemPackages(faultPackages)

function installNpmPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock) return
  console.error('Installing the packages this needs (npm ci) …')
  run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'])
  writeFileSync(stampFile, lock)
}

function installSystemPackages(packages) {
  if (process.platform !== 'linux') return
  const missing = packages.filter((each) => !each.probe())
  if (missing.length === 0) return
  const names = missing.map((each) => each.name)
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    console.error('The tests use real parts of the system that are missing here:')
    for (const each of missing) console.error(`  ${each.name}: ${each.why}`)
    console.error(`Install them, then run this again: sudo apt-get install ${names.join(' ')}`)
    process.exit(1)
  }
  console.error(`Installing ${names.join(', ')} (apt-get) …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  run('apt-get', ['update', '-qq'], { env })
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env })
}

function run(command, args, options = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    ...options,
  })
  if (done.status === 0) return
  console.error(`${command} ${args[0]} did not succeed; the lines above say why.`)
  process.exit(1)
}

function runs(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

function onPath(command) {
  return (process.env.PATH ?? '')
    .split(':')
    .some((folder) => folder !== '' && existsSync(join(folder, command)))
}

function libraryFound(name) {
  const listed = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' })
  return listed.stdout?.includes(name) ?? false
}
