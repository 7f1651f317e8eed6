/** Asks a program at a port of this computer, past whatever proxy the environment names: a proxy must not see a key. */
import { Agent, request, type IncomingMessage } from 'node:http'

export interface LoopbackRequest {
  readonly port: number
  readonly path: string
  readonly body: unknown
  readonly signal: AbortSignal
  /** Sent as a bearer token. */
  readonly key?: string
}

/** POSTs JSON to 127.0.0.1 and resolves with the answer as it begins; redirects are not followed. Rejects with Node's errors. */
export function postToLoopback(wish: LoopbackRequest): Promise<IncomingMessage> {
  const { port, path, body, signal, key } = wish
  const headers = {
    'content-type': 'application/json',
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  }
  return new Promise((resolve, reject) => {
    // An agent of its own: the common one leads through a proxy where NODE_USE_ENV_PROXY says so.
    const agent = new Agent()
    const asked = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers, signal })
    asked.once('response', resolve)
    asked.on('error', reject)
    asked.end(JSON.stringify(body))
  })
}

/** The same with the JSON document of the answer. Throws `SyntaxError` where it is none. */
export async function askLoopback(wish: LoopbackRequest): Promise<unknown> {
  const answer = await postToLoopback(wish)
  answer.setEncoding('utf8')
  let text = ''
  for await (const chunk of answer) text += chunk as string
  return JSON.parse(text)
}
