/** A relay as a process of its own: prints where it listens and its admin key as one line of JSON. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createRelay } from '#tunnel/relay/create-relay.ts'

const [folder = '', port = '0'] = process.argv.slice(2)

const relay = await createRelay({
  dataFolder: folder,
  port: Number(port),
  host: '127.0.0.1',
  trustProxy: false,
  clock: {
    now: () => Date.now(),
    wait: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
  },
  log: {
    write: (level, message, facts = {}) => {
      process.stderr.write(`${level} ${message} ${JSON.stringify(facts)}\n`)
    },
  },
})
process.stdout.write(`${JSON.stringify({ port: relay.port, adminKey: relay.adminKey ?? '' })}\n`)
process.once('SIGTERM', () => void relay.close())
