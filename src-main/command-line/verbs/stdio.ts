/** `aip stdio`: a stdio MCP client uses a connection; the token stays here. Standard output carries protocol messages only. */
import { createInterface } from 'node:readline'
import { parseJSONRPCMessage } from '@modelcontextprotocol/client'
import type { JSONRPCMessage } from '@modelcontextprotocol/client'
import { openBridge } from '#core/connections/bridge.ts'
import { composeApp } from '../compose.ts'
import { silentGuide } from '../silent-guide.ts'
import type { Verb } from '../verb.ts'

/** How long answers may still come when the client has closed its end. */
const lastAnswersMs = 60_000

export function stdio(name: string): Verb {
  return async (context) => {
    const { host, output, signal } = context
    const app = await composeApp(context)
    try {
      const { connection, fetch } = await app.authorizedFetch(name, silentGuide, signal)
      const bridge = await openBridge({
        url: connection.url,
        fetch,
        era: connection.era,
        deliver: (message) => host.stdout.write(JSON.stringify(message) + '\n'),
        complain: (line) => output.note(`aip: ${line}`),
      })
      const lines = createInterface({ input: host.stdin, crlfDelay: Infinity })
      signal.addEventListener('abort', () => lines.close(), { once: true })
      const sending = new Set<Promise<void>>()
      for await (const line of lines) {
        const message = messageOf(line)
        if (message === undefined) {
          if (line.trim() !== '') output.note('aip: a line that is no JSON-RPC message was dropped')
          continue
        }
        const sent = bridge.send(message).finally(() => sending.delete(sent))
        sending.add(sent)
      }
      // The client has gone: what is under way may finish, so that a piped script gets its answers.
      await Promise.all(sending)
      await bridge.answered(AbortSignal.any([signal, AbortSignal.timeout(lastAnswersMs)]))
      await bridge.close()
    } finally {
      await app.close()
    }
  }
}

function messageOf(line: string): JSONRPCMessage | undefined {
  try {
    return parseJSONRPCMessage(JSON.parse(line))
  } catch {
    // Not JSON, or not JSON-RPC: the caller says so and goes on, one bad line must not end the bridge.
    return undefined
  }
}
