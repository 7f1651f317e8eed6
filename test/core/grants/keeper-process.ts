/** One process that wants usable tokens: says `ready`, waits for a line, then asks for `count` tokens at once and prints one line per answer. */
import { once } from 'node:events'
import { AppError } from '#core/app-error.ts'
import { keeperBench } from './keeper-bench.ts'

const [folder = '', connectionId = '', count = '1', rejected] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)
const bench = await keeperBench(folder)
say('ready')
await once(process.stdin, 'data')
process.stdin.destroy()
const signal = AbortSignal.timeout(20_000)

async function ask(): Promise<string> {
  try {
    const answer = await bench.keeper.accessToken(connectionId, {
      signal,
      ...(rejected !== undefined && { rejected }),
    })
    return answer.status === 'ready'
      ? `token ${answer.grant.accessToken}`
      : `problem ${answer.problem.code}`
  } catch (error) {
    return `problem ${error instanceof AppError ? error.problem.code : String(error)}`
  }
}

for (const line of await Promise.all(Array.from({ length: Number(count) }, ask))) say(line)
await bench.close()
