/** The agent's process: puts gateway and carrier over this machine's network layer, and speaks with its parent by messages only. */
import { release, type } from 'node:os'
import { createClock } from '#adapters/clock.ts'
import { createHttp } from '#adapters/http/http.ts'
import { createRandom } from '#adapters/random.ts'
import { redact } from '#adapters/redact.ts'
import type { Log } from '#core/ports.ts'
import { createAgent } from '#tunnel/agent/agent.ts'
import { connectCarrier } from '#tunnel/agent/carrier/connect-carrier.ts'
import type { Front, OpenFront } from '#tunnel/agent/front.ts'
import { openLocaltunnel } from '#tunnel/agent/localtunnel.ts'
import { openRelayFront } from '#tunnel/agent/relay-front.ts'
import { createCommandServers } from '#tunnel/stdio/command-servers.ts'
import { AgentOrder } from '#tunnel/protocol/agent-messages.ts'
import type { AgentEvent } from '#tunnel/protocol/agent-messages.ts'
import about from '../../package.json' with { type: 'json' }
import { failureOf } from './failure-of.ts'
import { parentOf } from './parent.ts'
import { rememberedWays } from './remembered-ways.ts'
import { createWays } from './ways.ts'

const parent = parentOf(process)
const send = (event: AgentEvent) => parent.send(event)
const log: Log = {
  write: (level, message, facts = {}) => send({ type: 'log', level, message, facts }),
}
const clock = createClock()
const random = createRandom()
const http = createHttp({ environment: process.env, log: quiet(log), version: about.version })

const commands = createCommandServers({
  environment: process.env,
  platform: process.platform,
  log: (level, message, facts) => log.write(level, message, facts),
  redact,
})
// However this process ends, it leaves no command behind, as far as it is asked.
process.on('exit', () => commands.kill())

const openFront: OpenFront = ({ transport, onRequest, onLines }) => {
  switch (transport.kind) {
    case 'relay':
      return openRelayFront({
        transport,
        onRequest,
        onLines,
        clock,
        random,
        log,
        connect: connectCarrier,
        software: { version: about.version, os: `${type()} ${release()}` },
        dial: (url, signal) => http.dial(url.origin, { zone: 'person', limits: 'stream' }, signal),
      })
    case 'localtunnel':
      return openLocaltunnel({
        transport,
        onRequest,
        onLines,
        fetch: (url, init) =>
          http.fetchWithin({ zone: 'person', limits: 'machine' })(addressOf(url), init),
        chance: () => (random.bytes(1)[0] ?? 0) / 255,
      })
    case 'local':
      return noLine
  }
}

/** Programs of this computer need no line out. */
const noLine: Front = {
  announce: () => undefined,
  redial: () => undefined,
  drain: () => Promise.resolve(),
  close: () => Promise.resolve(),
}

const wayTo = rememberedWays(
  createWays(http, () => clock.now()),
  () => clock.now(),
)

const agent = createAgent({
  send,
  openFront,
  failureOf,
  random,
  commands,
  dispatcherFor: (exposure) =>
    exposure.command
      ? commands.dispatcherFor(exposure.connectionId, exposure.command)
      : wayTo(exposure),
  now: () => clock.now(),
  ended: () => process.exit(0),
})

parent.listen({
  message: (message) => agent.handle(AgentOrder.parse(message)),
  // Without a parent there is nobody to ask for tokens: every call would fail.
  gone: () => void agent.close().finally(() => process.exit(0)),
})

/** Requests are recorded as calls; their debug lines would only cost messages. */
function quiet(noisy: Log): Log {
  return {
    write: (level, message, facts) => {
      if (level !== 'debug') noisy.write(level, message, facts)
    },
  }
}

function addressOf(input: string | URL | Request): string {
  return input instanceof Request ? input.url : String(input)
}
