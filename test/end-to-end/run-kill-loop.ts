/** `npm run kill -- 200`: the kill loop of the tests, as long as one likes. */
import { stdout } from 'node:process'
import { killLoop } from './kill-loop.ts'

const rounds = Number(process.argv[2] ?? 100)
const count = await killLoop(rounds, (line) => stdout.write(line + '\n'))
stdout.write(`Nothing lost: ${JSON.stringify(count)}\n`)
