/** Uses the network layer in a network of its own: does what its one argument (JSON) says and prints what came of it, a JSON document a line. */
import { once } from 'node:events'
import { createCallback } from '#adapters/callback.ts'
import { createHttp } from '#adapters/http/http.ts'
import { isProblem } from '#core/app-error.ts'
import type { Reach } from '#core/ports.ts'

export interface Wish {
  readonly address: string
  /** `stream` and `again` print `connected` after the first answer and go on with a line on stdin. */
  readonly how: 'fetch' | 'dial' | 'stream' | 'again' | 'callback'
  readonly limits?: Reach['limits']
}

const { address, how, limits = 'machine' } = JSON.parse(process.argv[2] ?? '{}') as Wish
const http = createHttp({ environment: process.env, log: { write: () => undefined }, version: '1' })
const reach: Reach = { zone: 'person', limits, plainHttpConfirmed: true }
const fetch = http.fetchWithin(reach)

async function outcome(): Promise<unknown> {
  if (how === 'dial') {
    const socket = await http.dial(address, reach, new AbortController().signal)
    return { connected: socket.remoteAddress }
  }
  if (how === 'callback') return comeBack()
  const response = await fetch(address)
  if (how === 'fetch') return { status: response.status, text: await response.text() }
  if (how === 'stream') {
    const reader = response.body?.getReader()
    await reader?.read()
    await toGoOn()
    await reader?.read()
    return 'the stream went on'
  }
  await response.text()
  await toGoOn()
  return { status: (await fetch(address, { method: 'POST', body: '{}' })).status }
}

/** Listens for a browser and comes back as one does. */
async function comeBack(): Promise<unknown> {
  const wanted = { spelling: '127.0.0.1', ports: [0], path: '/callback' } as const
  const listener = await createCallback().listen(wanted)
  const reply = listener.reply('here', new AbortController().signal)
  await globalThis.fetch(`${listener.redirectUri}?state=here&code=one`)
  return { at: new URL(listener.redirectUri).hostname, code: (await reply).get('code') }
}

async function toGoOn(): Promise<void> {
  process.stdout.write('"connected"\n')
  await once(process.stdin, 'data')
}

const result = await outcome().catch((error: unknown) => {
  if (isProblem(error)) return error.problem
  throw error
})
process.stdout.write(JSON.stringify(result) + '\n')
process.exit(0)
