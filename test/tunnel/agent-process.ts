/** An agent as a process of its own, to be killed and frozen: `node agent-process.ts <device as JSON>`. Prints each state. */
import { randomBytes } from 'node:crypto'
import type { LinkedDevice } from '#tunnel/agent/link.ts'
import { connectCarrier } from '#tunnel/agent/carrier/connect-carrier.ts'
import { realClock, silent } from './clocks.ts'

const device = JSON.parse(process.argv[2] ?? '') as LinkedDevice
const carrier = connectCarrier({
  relays: [device.relay],
  identity: device,
  software: { version: '1.2.3', os: 'Linux' },
  onRequest: (request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    if (request.url === '/demo/stream') return void response.write('data: 1\n\n')
    response.end('data: done\n\n')
  },
  clock: realClock,
  random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
  log: silent,
})
carrier.watch((status) => process.stdout.write(`${status.status}\n`))
carrier.announce([{ name: 'demo', ready: true }])
