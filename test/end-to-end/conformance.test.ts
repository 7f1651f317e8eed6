/** The official conformance suite against the built command line: every authorization scenario at every revision it is declared for. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

const run = resolve(import.meta.dirname, '../conformance/run.ts')

it('passes all 53 runs of the authorization scenarios', { timeout: 900_000 }, async () => {
  const child = spawn(process.execPath, [run], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = await once(child, 'close')
  const failed = output.split('\n').filter((line) => line.startsWith('✗'))
  expect(failed, output).toEqual([])
  expect(output.trimEnd().split('\n').at(-1)).toBe('53 of 53')
  expect(code).toBe(0)
})
