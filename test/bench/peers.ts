/** Other clients to stand beside, in pinned versions, installed once into a cache beside the packages. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const packages = { 'mcp-remote': '0.15.1', '@modelcontextprotocol/inspector': '0.15.0' }
const folder = resolve(import.meta.dirname, '../../node_modules/.cache/bench-peers')

export interface Peers {
  /** `mcp-remote-client <url>`: signs in where needed and lists the tools. */
  readonly remoteClient: string
  /** `mcp-inspector --cli <url> --method tools/list`: no sign-in of its own. */
  readonly inspector: string
}

/** Installs what is missing, without running anybody's install script, and says where the programs are. */
export function installPeers(): Peers {
  const wanted = JSON.stringify({ private: true, dependencies: packages })
  const modules = join(folder, 'node_modules')
  if (!existsSync(join(modules, 'mcp-remote')) || !existsSync(join(modules, '.bin'))) {
    console.error('Installing the peers to compare with …')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), wanted)
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    execFileSync('npm', ['install', ...options], { cwd: folder, stdio: ['ignore', 2, 2] })
  }
  return {
    remoteClient: join(modules, '.bin/mcp-remote-client'),
    inspector: join(modules, '.bin/mcp-inspector'),
  }
}
