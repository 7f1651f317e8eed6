/** The tunnel beside others: drives the tunnel harness, whose folder `TUNNEL_HARNESS` names, with ours as one more peer. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

interface Suite {
  readonly title: string
  readonly arguments: readonly string[]
}

const suites: readonly Suite[] = [
  {
    title: 'On one machine',
    arguments: ['--suite', 'lan', '--peers', 'direct,ssh,localtunnel,aip'],
  },
  {
    title: 'Over 40 ms',
    arguments: ['--suite', 'wan', '--peers', 'direct_wan,ssh,localtunnel,aip'],
  },
  {
    title: 'Beside a bulk transfer',
    arguments: ['--suite', 'hol', '--peers', 'direct_wan,ssh,aip'],
  },
  { title: 'Kills and restarts', arguments: ['--suite', 'faults', '--peers', 'aip'] },
]

/** Markdown of every suite; says how to get the figures where there is no harness. */
export async function benchTunnel(): Promise<string> {
  const harness = process.env['TUNNEL_HARNESS']
  if (harness === undefined) {
    return '## The tunnel\n\nNot measured: set TUNNEL_HARNESS to the folder of the tunnel harness, with its packages installed.'
  }
  const copy = mkdtempSync(join(tmpdir(), 'tunnel-harness-'))
  try {
    prepare(resolve(harness), copy)
    const parts = ['## The tunnel']
    const wanted = process.env['TUNNEL_SUITES']?.split(',')
    for (const { title, arguments: line } of suites) {
      if (wanted && !wanted.includes(line[1] ?? '')) continue
      parts.push(`### ${title}`, (await output(copy, line)).trim())
    }
    return parts.join('\n\n')
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** A copy of the harness that knows one peer more; its packages stay where they are. */
function prepare(harness: string, copy: string): void {
  cpSync(harness, copy, {
    recursive: true,
    filter: (source) => !/node_modules|\.work|results/.test(source.slice(harness.length)),
  })
  symlinkSync(join(harness, 'node_modules'), join(copy, 'node_modules'))
  const index = join(copy, 'peers', 'index.mjs')
  const ours = join(import.meta.dirname, 'peer.ts')
  const more = `\nimport { aip } from ${JSON.stringify(ours)};\nall.aip = aip;\n`
  writeFileSync(index, readFileSync(index, 'utf8') + more)
}

async function output(copy: string, line: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['bench.mjs', ...line], {
    cwd: copy,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  await once(child, 'close')
  return text
}
