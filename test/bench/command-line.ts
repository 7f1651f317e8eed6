/** Speed, memory and size of the built `aip`, beside other clients in the same run, one after the other in turn. */
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startOpenServer } from '../../src-main/sample-servers/open-server.ts'
import { startRegistrationServer } from '../../src-main/sample-servers/registration-server.ts'
import { installPeers } from './peers.ts'
import type { Peers } from './peers.ts'
import { runProgram } from './run-program.ts'
import type { Measured, Program } from './run-program.ts'
import { markdown, median, seconds } from './table.ts'

const root = resolve(import.meta.dirname, '../..')
const aip = join(root, 'dist/node/aip.mjs')
const node = process.execPath

/** Measures and returns the section as Markdown. */
export async function benchCommandLine(): Promise<string> {
  const peers = installPeers()
  const folder = mkdtempSync(join(tmpdir(), 'aip-bench-'))
  try {
    const parts = [await help(), await journey(peers, folder), await tools(peers, folder), size()]
    return ['## The command line', ...parts].join('\n\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function help(): Promise<string> {
  const bare = { command: node, arguments: ['-e', '0'] }
  const ours = { command: node, arguments: [aip, '--help'] }
  const [a, b] = await inTurn([bare, ours], 15)
  return markdown(
    ['start', 'median', '× Node alone'],
    [
      ['Node alone', seconds(ms(a)), '1.0'],
      ['`aip --help`', seconds(ms(b)), ratio(ms(b), ms(a))],
    ],
  )
}

/** From the pasted address to the list of tools, on a server that asks for registration and sign-in; the browser's time is taken off. */
async function journey(peers: Peers, folder: string): Promise<string> {
  const server = await startRegistrationServer()
  const times = join(folder, 'browser-times')
  const browser = fakeBrowser(folder)
  let run = 0
  const fresh = () => join(folder, `home-${run++}`)
  const environment = () => ({
    AIP_HOME: fresh(),
    AIP_VAULT: 'session',
    MCP_REMOTE_CONFIG_DIR: fresh(),
    BROWSER: browser,
    BENCH_BROWSER_TIMES: times,
    PATH: `${folder}:${process.env['PATH']}`,
  })
  const ours: Program = {
    command: node,
    arguments: [aip, 'connect', server.url, '--json', '--yes'],
  }
  const theirs: Program = {
    command: node,
    arguments: [peers.remoteClient, server.url],
    until: /who_am_i/,
  }
  const own: Measured[][] = [[], []]
  for (let turn = 0; turn < 5; turn++) {
    for (const [index, program] of [ours, theirs].entries()) {
      writeFileSync(times, '')
      const measured = await runProgram({ ...program, environment: environment() })
      expectTools(measured)
      const browserMs = Number(readFileSync(times, 'utf8').trim().split('\n').at(-1) ?? 0)
      own[index]?.push({ ...measured, ms: measured.ms - browserMs })
    }
  }
  await server.close()
  const [a, b] = own
  return markdown(
    ['address to tools, DCR server, without the browser', 'median', '× aip', 'memory'],
    [
      ['`aip connect`', seconds(ms(a)), '1.0', memory(a)],
      ['`mcp-remote-client`', seconds(ms(b)), ratio(ms(b), ms(a)), memory(b)],
    ],
  )
}

/** Listing the tools of a server without a login, by the stored connection. */
async function tools(peers: Peers, folder: string): Promise<string> {
  const server = await startOpenServer()
  const environment = { AIP_HOME: join(folder, 'tools'), AIP_VAULT: 'session' }
  const connect = ['connect', server.url, '--name', 'open', '--yes']
  await runProgram({ command: node, arguments: [aip, ...connect], environment })
  const ours = { command: node, arguments: [aip, 'tools', 'open', '--json'], environment }
  const inspect = ['--cli', server.url, '--transport', 'http', '--method', 'tools/list']
  const theirs = { command: node, arguments: [peers.inspector, ...inspect] }
  const remote = { command: node, arguments: [peers.remoteClient, server.url], until: /who_am_i/ }
  const measured = await inTurn([ours, theirs, remote], 5)
  await server.close()
  measured.flat().forEach(expectTools)
  const names = ['`aip tools`', '`mcp-inspector --cli`', '`mcp-remote-client`']
  const base = ms(measured[0])
  return markdown(
    ['list the tools, no login', 'median', '× aip', 'memory'],
    names.map((name, index) => {
      const runs = measured[index]
      return [name, seconds(ms(runs)), ratio(ms(runs), base), memory(runs)]
    }),
  )
}

function size(): string {
  const bundles = sizeOf(join(root, 'dist/node'))
  const platform = `${process.platform}-${process.arch}`
  const keychain = sizeOf(join(root, 'node_modules/keytar/prebuilds', platform))
  const total = bundles + keychain
  return markdown(
    ['the built command line', 'MB'],
    [
      ['bundles, all dependencies inside', mb(bundles)],
      [`keychain module (${platform})`, mb(keychain)],
      ['together', mb(total)],
    ],
  )
}

/** Runs the programs one after the other, `turns` times, so that a busy moment of the machine hits all of them. */
async function inTurn(programs: readonly Program[], turns: number): Promise<Measured[][]> {
  const results: Measured[][] = programs.map(() => [])
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, program] of programs.entries()) {
      results[index]?.push(await runProgram(program))
    }
  }
  return results
}

/** A folder with `xdg-open` in it and a program for `BROWSER`: both approve at once. */
function fakeBrowser(folder: string): string {
  const script = `#!/bin/sh\nexec "${node}" "${join(import.meta.dirname, 'browser.ts')}" "$@"\n`
  for (const name of ['browser', 'xdg-open']) {
    writeFileSync(join(folder, name), script)
    chmodSync(join(folder, name), 0o755)
  }
  return join(folder, 'browser')
}

function expectTools({ code, stdout, stderr }: Measured): void {
  const all = stdout + stderr
  if (code === 0 && /who_am_i|"tools": ?[1-9]/.test(all)) return
  throw new Error(`A program that was measured failed (${code}): ${all.slice(-500)}`)
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

const ms = (runs: readonly Measured[] | undefined) => median((runs ?? []).map((run) => run.ms))
const memory = (runs: readonly Measured[] | undefined) =>
  `${Math.round(Math.max(...(runs ?? []).map((run) => run.megabytes)))} MB`
const ratio = (value: number, base: number) => (value / base).toFixed(1)
const mb = (bytes: number) => (bytes / 1_000_000).toFixed(1)
