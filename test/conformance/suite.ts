/** Runs one scenario of the official conformance suite against a client, and reads what it found. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'

const require = createRequire(import.meta.url)
export const suiteFolder = dirname(
  require.resolve('@modelcontextprotocol/conformance/package.json'),
)

export interface Run {
  readonly scenario: string
  readonly revision: string
  /** Extensions belong to no revision; the suite runs them at one only when told to. */
  readonly extension: boolean
}

export interface Result {
  /** Every check succeeded: a warning is a failure, and so is a run without checks. */
  readonly passed: boolean
  /** Id and status of each check that judges something, in alphabetical order. */
  readonly checks: readonly string[]
  readonly why: readonly string[]
}

const Checks = z.array(
  z.object({ id: z.string(), status: z.string(), description: z.string().optional() }),
)

/** `environment` is added to what the client sees. */
export async function runScenario(
  { scenario, revision, extension }: Run,
  environment: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-results-'))
  try {
    const command = `${process.execPath} ${resolve(import.meta.dirname, 'client.ts')}`
    const line = ['client', '--scenario', scenario, '--spec-version', revision]
    if (extension) line.push('--force')
    line.push('--timeout', '180000', '--command', command, '--output-dir', folder)
    const said = await started(line, environment)
    const judged = checksIn(folder).filter(({ status }) => !['INFO', 'SKIPPED'].includes(status))
    const bad = judged.filter(({ status }) => status !== 'SUCCESS')
    const passed = judged.length > 0 && bad.length === 0 && said.code === 0
    const failures = bad.map(
      ({ id, status, description = '' }) => `${status} ${id}: ${description}`,
    )
    return {
      passed,
      checks: judged.map(({ id, status }) => `${id} ${status}`).toSorted(),
      why: passed ? [] : [`the suite ended with ${said.code}`, ...failures, said.output],
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function checksIn(folder: string): z.infer<typeof Checks> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const result = files.find((each) => each.endsWith('checks.json'))
  return result === undefined
    ? []
    : Checks.parse(JSON.parse(readFileSync(join(folder, result), 'utf8')))
}

async function started(
  line: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [join(suiteFolder, 'dist/index.js'), ...line], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const [code] = await once(child, 'close')
  return { code: typeof code === 'number' ? code : 1, output }
}
