/** The official conformance suite against the built command line: every authorization scenario at every revision it is declared for. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

/** The lines that failed, and the last line, of a runner of `test/conformance`. */
async function outcomeOf(runner: string, ...line: string[]) {
  const file = resolve(import.meta.dirname, '../conformance', runner)
  const child = spawn(process.execPath, [file, ...line], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = await once(child, 'close')
  const lines = output.trimEnd().split('\n')
  const failed = lines.filter((each) => each.startsWith('✗'))
  return { code: code as number | null, failed, last: lines.at(-1), output }
}

it('passes all 53 runs of the authorization scenarios', { timeout: 900_000 }, async () => {
  const { code, failed, last, output } = await outcomeOf('run.ts')
  expect(failed, output).toEqual([])
  expect(last).toBe('53 of 53')
  expect(code).toBe(0)
})

it(
  'finds the same with and without the tunnel in all 13 others',
  { timeout: 900_000 },
  async () => {
    const { code, failed, last, output } = await outcomeOf('run-through-tunnel.ts', '--plain')
    expect(failed, output).toEqual([])
    expect(last).toBe('13 of 13')
    expect(code).toBe(0)
  },
)
