/** The program `aip` as it is installed: says which Node it needs before anything newer is loaded. */
import process from 'node:process'

const needed = 24
const [major = 0] = process.versions.node.split('.').map(Number)

if (major < needed) {
  process.stderr.write(
    `aip needs Node.js ${needed} or later; this is ${process.version}. Install a newer one from https://nodejs.org and try again.\n`,
  )
  process.exitCode = 1
} else {
  await import('./aip.ts')
}
