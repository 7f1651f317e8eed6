/** The door for this person's own programs: a port of 127.0.0.1 with a key from a private file. No window and no web page has a key to it. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { proofOf } from '#adapters/running-app.ts'
import type { App } from '#core/app/app.ts'
import { appError } from '#core/app-error.ts'
import type { Log, Random, SignInWindow } from '#core/ports.ts'
import { problemOf } from '#core/window-app/problems.ts'
import { beginLines, readJson, refuse, sendJson } from './answers.ts'
import { doVerb } from './do-verb.ts'
import { AnswerRequest, type Line } from './protocol.ts'
import { createTalk, type Talk } from './talk.ts'

export interface ProgramServer {
  readonly port: number
  /** Whoever has it can do what this person's command line can, `aip token --reveal` included. */
  readonly key: string
  close(): Promise<void>
}

export interface ProgramServerParts {
  /** The app over this shell's ports, with the pages of its sign-ins shown by `signInWindow`. */
  readonly appFor: (signInWindow: SignInWindow) => App
  /** Opens one more window, or answers with a link that does; `link`: only the link is wanted. */
  readonly onOpen: (link: boolean) => Promise<{ readonly link?: string }>
  readonly random: Random
  readonly log: Log
}

const OpenRequest = z.object({ link: z.boolean().default(false) })
const Hello = z.object({ nonce: z.string().min(1).max(200) })

/** The largest verb is an import of a million characters. */
const largestBody = 4_200_000
/** An empty line so often shows both sides that the line still holds. */
const keepAliveMs = 15_000

/** Binds a port the system chooses; nothing but this computer reaches it. */
export async function startProgramServer(parts: ProgramServerParts): Promise<ProgramServer> {
  const { appFor, onOpen, random, log } = parts
  const secret = () => Buffer.from(random.bytes(32)).toString('base64url')
  const key = secret()
  const talks = new Map<string, Talk>()
  let host = ''

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? ''
    if (request.method !== 'POST') return refuse(response, 405, foreign())
    // The proof is for those who do not trust the port yet; everything else wants the key before a byte of the body is read.
    if (path !== '/hello' && !hasKey(request, key)) return refuse(response, 401, foreign())
    const body = await readJson(request, path === '/hello' ? 1000 : largestBody)
    if (body.status === 'refused') return refuse(response, body.code, notUnderstood())
    switch (path) {
      case '/hello': {
        const hello = Hello.safeParse(body.value)
        if (!hello.success) return refuse(response, 400, notUnderstood())
        return sendJson(response, 200, { proof: proofOf(key, hello.data.nonce) })
      }
      case '/open': {
        const { link } = OpenRequest.parse(body.value)
        return sendJson(response, 200, { ok: true, value: await onOpen(link) })
      }
      case '/answer': {
        const { talk, id, answer } = AnswerRequest.parse(body.value)
        talks.get(talk)?.answer(id, answer)
        return sendJson(response, 200, { ok: true, value: {} })
      }
    }
    const verb = /^\/verb\/([a-z-]{1,40})$/.exec(path)?.[1]
    if (verb === undefined) return refuse(response, 404, notUnderstood())
    await streamVerb(verb, body.value, response)
  }

  /** A line for each thing that happens, the reply last. A terminal that goes away cancels what it asked for. */
  const streamVerb = async (verb: string, input: unknown, response: ServerResponse) => {
    const gone = new AbortController()
    response.once('close', () => gone.abort(cancelledThere()))
    beginLines(response)
    const writeText = (text: string) => {
      if (!response.destroyed && !response.writableEnded) response.write(`${text}\n`)
    }
    const write = (line: Line) => writeText(JSON.stringify(line))
    const keepAlive = setInterval(() => writeText(''), keepAliveMs)
    const id = secret()
    const talk = createTalk(write)
    talks.set(id, talk)
    write({ type: 'begun', talk: id })
    try {
      const value = await doVerb(appFor(talk.signInWindow), verb, input, talk, gone.signal)
      write({ type: 'reply', reply: { ok: true, value } })
    } catch (error) {
      write({ type: 'reply', reply: { ok: false, problem: problemOf(error, log, random) } })
    } finally {
      talks.delete(id)
      clearInterval(keepAlive)
      response.end()
    }
  }

  const server = createServer(
    { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 30_000 },
    (request, response) => {
      // The exact host and no web page, whatever key it has: programs name no origin.
      if (request.headers.host !== host || isWebPage(request)) {
        return refuse(response, 403, foreign())
      }
      serve(request, response).catch((error: unknown) => {
        log.write('warn', 'a request of a program broke off', { why: String(error) })
        response.destroy()
      })
    },
  )
  server.maxConnections = 100
  server.on('upgrade', (_request, socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve)
  })
  const { port } = server.address() as AddressInfo // A server that listens on TCP has one.
  host = `127.0.0.1:${port}`
  return {
    port,
    key,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Compared as hashes, of equal length whatever came, in constant time. */
function hasKey({ headers }: IncomingMessage, key: string): boolean {
  const given = /^Bearer ([\w-]{1,200})$/.exec(headers.authorization ?? '')?.[1] ?? ''
  const hashOf = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hashOf(given), hashOf(key))
}

function isWebPage({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
}

function cancelledThere(): Error {
  return appError('cancelled', {
    step: 'input',
    whoseTurn: 'you',
    message: 'Cancelled.',
    next: 'Nothing was left half done; start again when you like.',
  })
}

function foreign() {
  return appError('not-supported', {
    step: 'internal',
    whoseTurn: 'you',
    message: 'Only programs of the person whose app this is may do this.',
    next: 'Use aip as the person who opened the app.',
  }).problem
}

function notUnderstood() {
  return appError('bad-usage', {
    step: 'input',
    whoseTurn: 'aip',
    message: 'The app that runs did not understand what it was asked to do.',
    next: 'Close the app, open it again with aip open, and try once more.',
  }).problem
}
