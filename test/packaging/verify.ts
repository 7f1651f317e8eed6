/** Looks into a packed app: what has to be in it, what must not be, and whether it can load itself. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { extractAll, listPackage, statFile } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { z } from 'zod'

export interface PackedApp {
  /** The folder electron-builder made. */
  readonly folder: string
  readonly executable: string
  /** An empty folder to look at the content in. */
  readonly scratch: string
  /** The project. */
  readonly root: string
}

export interface Finding {
  readonly what: string
  /** Undefined: as it should be. */
  readonly wrong?: string | undefined
}

const Manifest = z.object({
  main: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  scripts: z.record(z.string(), z.string()).default({}),
})

/** Fuses are ASCII digits in the binary. */
const wantedFuses: readonly (readonly [keyof typeof FuseV1Options, boolean])[] = [
  ['RunAsNode', false],
  ['EnableCookieEncryption', true],
  ['EnableNodeOptionsEnvironmentVariable', false],
  ['EnableNodeCliInspectArguments', false],
  ['EnableEmbeddedAsarIntegrityValidation', true],
  ['OnlyLoadAppFromAsar', true],
  ['GrantFileProtocolExtraPrivileges', false],
]

export async function verify(app: PackedApp): Promise<Finding[]> {
  const asar = join(app.folder, 'resources', 'app.asar')
  const files = listPackage(asar, { isPack: false }).map((each) => each.replaceAll('\\', '/'))
  extractAll(asar, app.scratch)
  return [
    ...expectedFiles(app.root).map((file) => ({
      what: `has ${file}`,
      wrong: files.includes(`/${file}`) ? undefined : 'it is missing',
    })),
    ...nativeFiles(files, asar, app.folder),
    strangers(files, app.root),
    manifest(app),
    ...loads(app.scratch),
    ...(await fuses(join(app.folder, app.executable))),
    languages(app.folder),
  ]
}

function expectedFiles(root: string): string[] {
  return [
    'dist/node/electron-main.mjs',
    'dist/node/aip.mjs',
    'dist/preload/preload.cjs',
    'assets/icon.png',
    'assets/tray.png',
    'assets/trayTemplate.png',
    ...(existsSync(join(root, 'src-renderer')) ? ['dist/renderer/index.html'] : []),
    ...(existsSync(join(root, 'src-main/agent-process/agent.ts')) ? ['dist/node/agent.mjs'] : []),
  ]
}

/** A native module inside the archive would be written to a temporary folder first, where anybody could exchange it. */
function nativeFiles(files: readonly string[], asar: string, folder: string): Finding[] {
  const native = files.filter((file) => file.endsWith('.node'))
  if (native.length === 0) return [{ what: 'has the keychain module', wrong: 'it is missing' }]
  return native.map((file) => {
    const stat = statFile(asar, file.slice(1))
    const outside = existsSync(join(folder, 'resources', 'app.asar.unpacked', file))
    const unpacked = 'unpacked' in stat && stat.unpacked === true && outside
    return {
      what: `keeps ${file} outside the archive`,
      wrong: unpacked ? undefined : 'it is inside',
    }
  })
}

function strangers(files: readonly string[], root: string): Finding {
  const { devDependencies } = Manifest.parse(
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
  )
  const found = files.filter(
    (file) =>
      /^\/(?:src-|test|docs|\.ci|\.git)/.test(file) ||
      /\.(?:ts|tsx|map|test\.\w+)$/.test(file) ||
      Object.keys(devDependencies).some((name) => file === `/node_modules/${name}`),
  )
  return {
    what: 'has no source, no test and no development package',
    wrong: found.length === 0 ? undefined : found.slice(0, 10).join(', '),
  }
}

function manifest({ scratch }: PackedApp): Finding {
  const packed = Manifest.parse(JSON.parse(readFileSync(join(scratch, 'package.json'), 'utf8')))
  const clean = Object.keys({ ...packed.devDependencies, ...packed.scripts }).length === 0
  const starts = existsSync(join(scratch, packed.main))
  return {
    what: 'begins with a file that is there, and runs no scripts',
    wrong: clean && starts ? undefined : JSON.stringify(packed),
  }
}

/** Electron's Node is ours; whatever Node finds in the unpacked archive, Electron finds in the packed one. */
function loads(scratch: string): Finding[] {
  const run = (what: string, args: readonly string[]): Finding => {
    try {
      execFileSync(process.execPath, args, { cwd: scratch, stdio: 'pipe' })
      return { what }
    } catch (error) {
      return { what, wrong: error instanceof Error ? error.message : String(error) }
    }
  }
  const loading = (name: string) => [
    '--input-type=module',
    '-e',
    `await import(${JSON.stringify(name)})`,
  ]
  return [
    run('runs the command line from it', ['dist/node/aip.mjs', '--version']),
    run('finds the keychain module', loading('keytar')),
    run('finds the runner of proxy scripts', loading('pac-resolver')),
    run('finds its sandbox', loading('quickjs-wasi')),
  ]
}

async function fuses(executable: string): Promise<Finding[]> {
  const wire = await getCurrentFuseWire(executable)
  return wantedFuses.map(([name, on]) => {
    const state = String.fromCharCode(Number(wire[FuseV1Options[name]]))
    return {
      what: `has the fuse ${name} ${on ? 'on' : 'off'}`,
      wrong: state === (on ? '1' : '0') ? undefined : `its state is ${state}`,
    }
  })
}

function languages(folder: string): Finding {
  const extra = existsSync(join(folder, 'locales', 'de.pak'))
  return { what: 'has our languages only', wrong: extra ? 'de.pak is there' : undefined }
}

/** Sizes in bytes, for the report. */
export function sizes(folder: string): { archive: number; unpackedProgram: number } {
  const resources = join(folder, 'resources')
  return {
    archive: statSync(join(resources, 'app.asar')).size,
    unpackedProgram: existsSync(join(resources, 'app.asar.unpacked'))
      ? Number(
          execFileSync('du', ['-sb', join(resources, 'app.asar.unpacked')], {
            encoding: 'utf8',
          }).split('\t')[0],
        )
      : 0,
  }
}
