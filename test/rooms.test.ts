/** The walls of ARCHITECTURE.md as data: which room may import what; each import statement of the sources is checked. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, resolve, dirname } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

interface Room {
  readonly folder: string
  readonly rooms: readonly string[]
  readonly packages: readonly string[]
  readonly node: boolean
}

/** Most particular folder first: a file belongs to the first room that contains it. */
const rooms: readonly Room[] = [
  { folder: 'src-main/contract', rooms: [], packages: ['zod'], node: false },
  {
    folder: 'src-main/core',
    rooms: ['src-main/contract'],
    packages: ['zod', 'oauth4webapi', '@modelcontextprotocol/client'],
    node: false,
  },
  {
    folder: 'src-main/adapters',
    rooms: ['src-main/core', 'src-main/contract', 'src-tunnel/protocol', 'src-tunnel/stdio'],
    packages: ['undici', 'keytar', 'pac-resolver', 'quickjs-wasi', 'zod'],
    node: true,
  },
  {
    folder: 'src-main/electron-shell/policy',
    rooms: ['src-main/contract'],
    packages: ['electron'],
    node: false,
  },
  {
    folder: 'src-main/electron-shell',
    rooms: [
      'src-main/adapters',
      'src-main/core',
      'src-main/contract',
      'src-main/sample-servers',
      'src-main/agent-process',
      'src-main/program-door',
      'src-tunnel/protocol',
    ],
    packages: ['electron', 'zod'],
    node: true,
  },
  {
    folder: 'src-main/agent-process',
    rooms: ['src-main/adapters', 'src-main/core', 'src-main/contract', 'src-tunnel'],
    packages: ['undici'],
    node: true,
  },
  {
    folder: 'src-main/program-door',
    rooms: ['src-main/adapters', 'src-main/core', 'src-main/contract'],
    packages: ['@modelcontextprotocol/client', 'zod'],
    node: true,
  },
  {
    folder: 'src-main/browser-shell',
    rooms: [
      'src-main/adapters',
      'src-main/agent-process',
      'src-main/program-door',
      'src-main/core',
      'src-main/contract',
      'src-main/sample-servers',
    ],
    packages: ['zod'],
    node: true,
  },
  {
    folder: 'src-main/command-line',
    rooms: [
      // `aip open` is the way into the window of a browser.
      'src-main/browser-shell',
      'src-main/adapters',
      'src-main/agent-process',
      'src-main/program-door',
      'src-main/core',
      'src-main/contract',
      'src-main/sample-servers',
      'src-tunnel',
    ],
    packages: ['commander', 'zod', '@modelcontextprotocol/client'],
    node: true,
  },
  {
    folder: 'src-main/sample-servers',
    rooms: [],
    packages: ['@modelcontextprotocol/server', 'zod'],
    node: true,
  },
  {
    folder: 'src-renderer',
    rooms: ['src-main/contract'],
    packages: ['react', 'react-dom', 'react-aria-components'],
    node: false,
  },
  { folder: 'src-tunnel/protocol', rooms: [], packages: ['zod'], node: false },
  {
    folder: 'src-tunnel/agent',
    rooms: ['src-tunnel/protocol', 'src-tunnel/carrier', 'src-tunnel/http1'],
    packages: ['undici', 'ws', 'localtunnel', 'zod'],
    node: true,
  },
  {
    folder: 'src-tunnel/relay',
    rooms: ['src-tunnel/protocol', 'src-tunnel/carrier', 'src-tunnel/http1'],
    packages: ['undici', 'ws', 'zod'],
    node: true,
  },
  { folder: 'src-tunnel/http1', rooms: [], packages: [], node: true },
  {
    folder: 'src-tunnel/stdio',
    rooms: ['src-tunnel/protocol'],
    packages: ['undici', 'zod'],
    node: true,
  },
  {
    folder: 'src-tunnel/carrier',
    rooms: ['src-tunnel/protocol'],
    packages: ['undici', 'ws', 'zod'],
    node: true,
  },
]

const aliases: Record<string, string> = {
  '#contract': 'src-main/contract',
  '#core': 'src-main/core',
  '#adapters': 'src-main/adapters',
  '#command-line': 'src-main/command-line',
  '#tunnel': 'src-tunnel',
  '#renderer': 'src-renderer',
}

describe('the walls between the rooms', () => {
  const files = ['src-main', 'src-tunnel', 'src-renderer'].flatMap(sourceFiles)

  it('has sources to check', () => {
    expect(files.length).toBeGreaterThan(3)
  })

  it.each(files)('%s imports only what its room may', (file) => {
    const room = rooms.find((each) => file.startsWith(each.folder + '/'))
    expect(room, `${file} lies in no room: add its folder to the table here`).toBeDefined()
    if (room) expect(importsOf(file).flatMap((each) => complaint(file, room, each))).toEqual([])
  })
})

describe('Electron, which plain Node cannot load', () => {
  const places = ['src-main/electron-shell/main.ts', 'src-main/electron-shell/preload.ts']
  const others = ['src-main', 'src-tunnel', 'test']
    .flatMap(sourceFiles)
    .filter((file) => !places.includes(file))

  it('is imported by the shell and its preload script only; everybody else takes its types', () => {
    const loading = others.filter((file) =>
      /(?:^|\n)\s*import\s+(?!type\b)[^;'"]*from\s+['"]electron['"]|\b(?:import|require)\(\s*['"]electron['"]\s*\)/.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    )
    expect(loading).toEqual([])
  })
})

function complaint(file: string, room: Room, specifier: string): string[] {
  if (specifier.startsWith('node:')) {
    return room.node
      ? []
      : [`${specifier}: ${room.folder} is host-independent; put it behind a port in core/ports.ts`]
  }
  const target = targetOf(file, specifier)
  // The version has one home.
  if (target === 'package.json') return []
  if (target === undefined) {
    const known = room.packages.some(
      (name) => specifier === name || specifier.startsWith(name + '/'),
    )
    return known
      ? []
      : [`${specifier}: not a package of ${room.folder} (${room.packages.join(', ')})`]
  }
  const allowed = [room.folder, ...room.rooms].some((folder) => target.startsWith(folder + '/'))
  return allowed
    ? []
    : [`${specifier}: ${room.folder} may import only ${room.rooms.join(', ') || 'itself'}`]
}

function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return relative(root, resolve(root, dirname(file), specifier))
  const alias = Object.keys(aliases).find((each) => specifier.startsWith(each + '/'))
  return alias && aliases[alias] + specifier.slice(alias.length)
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
  )
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

function sourceFiles(folder: string): string[] {
  // Git keeps no empty folder: a fresh clone may lack a top-level one that has no file yet.
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}
