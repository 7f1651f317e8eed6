/** The door for programs: who gets in, and how a verb talks with the terminal it came from. */
import { request } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { createRandom } from '#adapters/random.ts'
import type { App } from '#core/app/app.ts'
import { isProblem } from '#core/app-error.ts'
import { runThere } from '../../src-main/program-door/door-client.ts'
import { startProgramServer } from '../../src-main/program-door/program-server.ts'
import type { ProgramServer } from '../../src-main/program-door/program-server.ts'
import { silentGuide } from '../../src-main/command-line/silent-guide.ts'

const never = new AbortController().signal
const noWindow = { show: () => Promise.reject(new Error('no page is to be shown')) }

it.each([
  ['without a key', () => ({}), 401],
  ['with another key', () => ({ authorization: `Bearer ${'A'.repeat(43)}` }), 401],
  ['as a web page', (key: string) => ({ ...bearer(key), origin: 'http://127.0.0.1' }), 403],
  ['as a web page', (key: string) => ({ ...bearer(key), 'sec-fetch-site': 'none' }), 403],
  ['by a rebound name', (key: string) => ({ ...bearer(key), host: 'evil.example' }), 403],
  ['as a form', (key: string) => ({ ...bearer(key), 'content-type': 'text/plain' }), 415],
] as const)('refuses who comes %s, whatever key they have (%#)', async (_how, headers, status) => {
  const { server } = await door({ revealToken: () => Promise.resolve('the-token-itself') })
  const answer = await ask(server, '/verb/reveal-token', headers(server.key), { name: 'work' })
  expect(answer.status).toBe(status)
  expect(answer.text).not.toContain('the-token-itself')
  expect(answer.text).not.toContain(server.key)
})

it.each(['/command/import.export', '/state', '/session', '/verb/constructor', '/verb/', '/'])(
  'has nothing at %s',
  async (path) => {
    const { server } = await door({})
    const { text } = await ask(server, path, bearer(server.key), {})
    expect(text).toContain('"code":"bad-usage"')
  },
)

it('asks at the terminal, and gives the app what it says there', async () => {
  const { app } = await door({
    tools: async (_name, guide, signal) => {
      guide.tell({ type: 'verifying' })
      const client = await guide.askClient(clientRequest, signal)
      const yes = await guide.confirm('new-scopes', 'More?', signal)
      const texts: string[] = []
      for await (const text of guide.pasted(signal)) {
        texts.push(text)
        if (texts.length === 2) break
      }
      const description = JSON.stringify({ client, yes, texts, opens: guide.opensBrowser })
      return [{ name: 'seen', description, inputSchema: { type: 'object' } }]
    },
  })
  const told: string[] = []
  const guide = {
    opensBrowser: true,
    tell: (event: { type: string }) => void told.push(event.type),
    askClient: () => Promise.resolve({ clientId: 'by-hand' }),
    confirm: (_question: string, text: string) => Promise.resolve(text === 'More?'),
    async *pasted() {
      yield 'one'
      yield 'two'
      await Promise.resolve()
    },
  }
  const input = { name: 'work', opensBrowser: true }
  const [tool] = await runThere(app, 'tools', input, never, { guide, signInWindow: noWindow })
  expect(JSON.parse(tool?.description ?? '')).toEqual({
    client: { clientId: 'by-hand' },
    yes: true,
    texts: ['one', 'two'],
    opens: true,
  })
  expect(told).toEqual(['verifying'])
})

it('opens pages at the terminal, and closes them when the sign-in is over', async () => {
  const seen: string[] = []
  const server = await startProgramServer({
    ...silentParts,
    appFor: (window) =>
      appOf({
        revealToken: () => Promise.resolve(''),
        tools: async (_name, guide, signal) => {
          const page = await window.show('https://login.example', signal, { plainHttp: true })
          await page.closed
          page.close()
          await guide.confirm('new-scopes', 'More?', signal)
          return []
        },
      }),
  })
  onTestFinished(() => server.close())
  const signInWindow = {
    async show(url: string, _signal: AbortSignal, options?: { readonly plainHttp: boolean }) {
      seen.push(`${url} ${options?.plainHttp}`)
      return { closed: Promise.resolve(), close: () => void seen.push('closed') }
    },
  }
  const confirm = async () => seen.push('asked') > 0
  const guide = { ...silentGuide, confirm }
  const input = { name: 'work', opensBrowser: true }
  await runThere(running(server), 'tools', input, never, { guide, signInWindow })
  expect(seen).toEqual(['https://login.example true', 'closed', 'asked'])
})

it('cancels the verb of a terminal that goes away', async () => {
  const ended = Promise.withResolvers<unknown>()
  const begun = Promise.withResolvers<void>()
  const { app } = await door({
    refresh: (_name, signal) =>
      new Promise((_resolve, reject) => {
        begun.resolve()
        signal.addEventListener('abort', () => {
          ended.resolve(signal.reason)
          reject(new Error('stopped'))
        })
      }),
  })
  const stop = new AbortController()
  const waiting = runThere(app, 'refresh', { name: 'work' }, stop.signal)
  await begun.promise
  stop.abort(new Error('Ctrl+C'))
  await expect(waiting).rejects.toThrow('Ctrl+C')
  expect(isProblem(await ended.promise, 'cancelled')).toBe(true)
})

it('says that the app has ended when it ends in the middle, is gone, or refuses', async () => {
  const { app, server } = await door({ refresh: () => new Promise(() => undefined) })
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => (isProblem(error) ? error.problem.code : String(error)),
    )
  const refused = { ...app, key: 'B'.repeat(43) }
  expect(await codeOf(runThere(refused, 'refresh', { name: 'work' }, never))).toBe('app-closed')
  const waiting = codeOf(runThere(app, 'refresh', { name: 'work' }, never))
  setTimeout(() => void server.close(), 50)
  expect(await waiting).toBe('app-closed')
  expect(await codeOf(runThere(app, 'refresh', { name: 'work' }, never))).toBe('app-closed')
})

const silentParts = {
  random: createRandom(),
  log: { write: () => undefined },
  onOpen: () => Promise.resolve({}),
}

async function door(verbs: Partial<App>) {
  const server = await startProgramServer({ ...silentParts, appFor: () => appOf(verbs) })
  onTestFinished(() => server.close())
  return { server, app: running(server) }
}

function running({ port, key }: ProgramServer) {
  return { port, key, process: process.pid }
}

/** Only the verbs a test is about. */
function appOf(verbs: Partial<App>): App {
  return verbs as App
}

function bearer(key: string) {
  return { authorization: `Bearer ${key}` }
}

function ask({ port }: ProgramServer, path: string, headers: object, body: unknown) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const all = { 'content-type': 'application/json', ...headers }
    const asked = request({ host: '127.0.0.1', port, path, method: 'POST', headers: all })
    asked.once('error', reject)
    asked.once('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      answer.once('end', () => resolve({ status: answer.statusCode, text }))
    })
    asked.end(JSON.stringify(body))
  })
}

const clientRequest = {
  issuer: 'https://login.example',
  authorizationEndpoint: '',
  why: 'It has no registration.',
  callbackUrls: [],
  spelling: '127.0.0.1',
  scopes: [],
  authMethod: 'none',
} as const
