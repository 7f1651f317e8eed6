/** `npm run bench [section…]`: measures what the documentation claims, side by side with peers, and prints Markdown. */
import { cpus } from 'node:os'
import { benchCommandLine } from './command-line.ts'
import { benchIdleAgents } from './tunnel/idle.ts'
import { benchTunnel } from './tunnel/run.ts'
import { benchWindow } from './window.ts'

const sections: Readonly<Record<string, () => Promise<string>>> = {
  'command-line': benchCommandLine,
  window: benchWindow,
  tunnel: benchTunnel,
  'idle-agents': benchIdleAgents,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in sections))
if (unknown.length > 0) {
  console.error(`No section ${unknown.join(', ')}. There are: ${Object.keys(sections).join(', ')}.`)
  process.exit(2)
}
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}\n`)
for (const [name, measure] of Object.entries(sections)) {
  if (wanted.length === 0 || wanted.includes(name)) console.log(await measure(), '\n')
}
