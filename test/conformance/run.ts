/** Runs every authorization scenario of the official conformance suite, at every revision it is declared for, against the built `aip`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'

const suite = dirname(
  createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json'),
)
const client = `${process.execPath} ${resolve(import.meta.dirname, 'client.ts')}`
/** Each run is a handful of processes that mostly wait for one another. */
const atOnce = 2

interface Run {
  readonly scenario: string
  readonly revision: string
  /** Extensions belong to no revision; the suite runs them at one only when told to. */
  readonly extension: boolean
}

interface Verdict extends Run {
  readonly passed: boolean
  readonly checks: number
  readonly why: readonly string[]
}

const Checks = z.array(
  z.object({ id: z.string(), status: z.string(), description: z.string().optional() }),
)

process.exitCode = await main(process.argv.slice(2))

async function main(filters: readonly string[]): Promise<number> {
  const wanted = (run: Run) =>
    filters.every((each) => `${run.scenario}@${run.revision}`.includes(each))
  const runs = allRuns().filter(wanted)
  const verdicts: Verdict[] = []
  const waiting = [...runs]
  const work = async () => {
    for (let run = waiting.shift(); run; run = waiting.shift()) {
      const verdict = await runScenario(run)
      show(verdict)
      verdicts.push(verdict)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const passed = verdicts.filter((each) => each.passed).length
  process.stdout.write(`\n${passed} of ${runs.length}\n`)
  return passed === runs.length && runs.length > 0 ? 0 : 1
}

/** What the suite itself says belongs to each revision; the oldest one has no list and is known by its name. */
function allRuns(): Run[] {
  const dated = ['2025-11-25', '2026-07-28'].flatMap((revision) => {
    const list = readFileSync(join(suite, 'requirements', `${revision}.yaml`), 'utf8')
    return [...list.matchAll(/^ *- (scenario: )?(auth\/\S+)$/gm)].map(([, optional, scenario]) => ({
      revision,
      scenario: scenario ?? '',
      extension: optional !== undefined,
    }))
  })
  const early = ['oauth-metadata-backcompat', 'oauth-endpoint-fallback'].map((name) => ({
    revision: '2025-03-26',
    scenario: `auth/2025-03-26-${name}`,
    extension: false,
  }))
  return [...early, ...dated]
}

/** A scenario passes when every check of it succeeds; a warning is a failure, and so is a run without checks. */
async function runScenario(run: Run): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-results-'))
  try {
    const { scenario, revision, extension } = run
    const line = ['client', '--scenario', scenario, '--spec-version', revision]
    if (extension) line.push('--force')
    line.push('--timeout', '180000', '--command', client, '--output-dir', folder)
    const said = await started(line)
    const [result] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) =>
      each.endsWith('checks.json'),
    )
    const checks =
      result === undefined
        ? []
        : Checks.parse(JSON.parse(readFileSync(join(folder, result), 'utf8')))
    const judged = checks.filter((each) => each.status !== 'INFO' && each.status !== 'SKIPPED')
    const bad = judged.filter((each) => each.status !== 'SUCCESS')
    const ended = said.code === 0 ? [] : [`the suite ended with ${said.code}`]
    const passed = judged.length > 0 && bad.length === 0 && said.code === 0
    const why = passed
      ? []
      : [
          ...ended,
          ...bad.map((each) => `${each.status} ${each.id}: ${each.description ?? ''}`),
          said.output,
        ]
    return { ...run, passed, checks: judged.length, why }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function started(line: readonly string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [join(suite, 'dist/index.js'), ...line], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const [code] = await once(child, 'close')
  return { code: typeof code === 'number' ? code : 1, output }
}

function show({ scenario, revision, passed, checks, why }: Verdict): void {
  const line = `${passed ? '✓' : '✗'} ${scenario} at ${revision} (${checks} checks)\n`
  process.stdout.write(
    line + why.map((each) => `    ${each.replaceAll('\n', '\n    ')}\n`).join(''),
  )
}
