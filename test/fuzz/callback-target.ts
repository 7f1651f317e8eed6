/** The loopback listener of a sign-in, with bytes of strangers on its port: they get nothing and stop nobody. */
import { connect } from 'node:net'
import fc from 'fast-check'
import { createCallback } from '#adapters/callback.ts'
import { brokenText } from './target.ts'
import type { Target } from './target.ts'

const state = 'state-nobody-can-guess'

export async function callbackTarget(): Promise<Target> {
  const listener = await createCallback().listen({
    spelling: '127.0.0.1',
    ports: [0],
    path: '/callback',
  })
  const { port, redirectUri } = listener
  const bytes = brokenText([
    'GET ',
    'POST ',
    '/callback',
    '?code=x',
    '&state=',
    `state=${state.slice(0, -1)}`,
    ' HTTP/1.1\r\n',
    `Host: 127.0.0.1:${port}\r\n`,
    'Host: evil.example\r\n',
    'Content-Length: 5\r\n',
    'Transfer-Encoding: chunked\r\n',
    '\r\n',
    '//',
    '%00',
  ])
  const property = fc.asyncProperty(bytes, async (text) => {
    const done = new AbortController()
    const reply = listener.reply(state, done.signal)
    let came: URLSearchParams | undefined
    reply.then(
      (query) => (came = query),
      () => undefined,
    )
    const answer = await exchange(port, text)
    if (answer.includes(state)) throw new Error('the state was given away')
    if (came && came.get('state') !== state) throw new Error('a stranger finished the sign-in')
    if (!came) {
      const response = await fetch(`${redirectUri}?code=real&state=${state}`, {
        headers: { connection: 'close' },
      })
      await response.text()
      if ((await reply).get('code') !== 'real') throw new Error('the real reply was lost')
    }
    done.abort()
  })
  return {
    name: 'a stranger at the callback port gets nothing and stops nobody',
    property,
    close: () => listener.close(),
  }
}

/** Sends the bytes and reads what comes until the other side has had enough, or nothing comes any more. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.end(text))
    socket.setTimeout(200, () => socket.destroy())
    socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })
}
