/** Several callers' requests over one pipe: ids and progress tokens are replaced by our own, so that equal ones of two callers never meet. */
import { z } from 'zod'
import type { ServerCommand } from '#tunnel/protocol/exposure.ts'
import { isAnswer, isRequest, metaOf, withMeta } from './message.ts'
import type { Message, MessageId } from './message.ts'
import { startServerProcess } from './server-process.ts'
import type { StdioParts } from './server-process.ts'

/** Where messages for one caller go. */
export interface Sink {
  message(message: Message): void
  /** Nothing more will come; `answered` false: the command ended before. */
  done(answered: boolean): void
}

export interface Conversation {
  /** Sends a request; returns what to call when its caller leaves, or undefined when the command does not take it. */
  ask(request: Message & { id: MessageId }, sink: Sink): ((cancel: boolean) => void) | undefined
  /** Sends a notification, or an answer to the server's own request. */
  tell(message: Message): void
  /** Gives the messages that belong to no request to `sink`; returns how to stop. Undefined: somebody listens already. */
  listen(sink: Sink): (() => void) | undefined
  busy(): boolean
  end(): Promise<void>
  kill(): void
}

interface Pending {
  readonly id: MessageId
  readonly token: unknown
  readonly sink: Sink
}

const subscription = 'io.modelcontextprotocol/subscriptionId'
const SubscriptionResult = z.looseObject({ _meta: z.record(z.string(), z.unknown()) })
/** Messages that wait for somebody to listen. */
const mostWaiting = 100

/**
 * Starts the command. `shared`: its callers do not know of each other, so only what names a request of theirs reaches one of them, and nothing
 * they send but requests reaches it.
 */
export function startConversation(
  command: ServerCommand,
  parts: StdioParts,
  shared: boolean,
  ended: (why: string) => void,
): Conversation {
  const pending = new Map<number, Pending>()
  const waiting: Message[] = []
  let listener: Sink | undefined
  let count = 0

  const server = startServerProcess(command, parts, {
    message: receive,
    ended: (why) => {
      const open = [...pending.values()]
      pending.clear()
      ended(why)
      for (const { sink } of open) sink.done(false)
      listener?.done(false)
    },
  })

  function receive(message: Message): void {
    if (isAnswer(message)) return answer(message)
    const owner = ownerOf(message)
    if (owner) return owner.pending.sink.message(owner.message)
    // Among strangers nobody can be found whom it concerns.
    if (shared) return
    const newest = [...pending.values()].at(-1)
    const sink = newest?.sink ?? listener
    if (sink) sink.message(message)
    else if (waiting.length < mostWaiting) waiting.push(message)
  }

  function answer(message: Message): void {
    const own = typeof message.id === 'number' ? pending.get(message.id) : undefined
    if (typeof message.id !== 'number' || !own) return
    pending.delete(message.id)
    own.sink.message({ ...message, id: own.id, ...resultFor(own, message) })
    own.sink.done(true)
  }

  /** The end of a subscription names it too. */
  function resultFor(own: Pending, { id, result }: Message): { result?: unknown } {
    const parsed = SubscriptionResult.safeParse(result)
    if (!parsed.success || parsed.data._meta[subscription] !== id) return {}
    const { data } = parsed
    return { result: { ...data, _meta: { ...data._meta, [subscription]: own.id } } }
  }

  /** The request that a notification names, with the message as its caller expects it. */
  function ownerOf(message: Message): { pending: Pending; message: Message } | undefined {
    const token = message.method === 'notifications/progress' && message.params?.['progressToken']
    const byToken = typeof token === 'number' ? pending.get(token) : undefined
    if (byToken) {
      const params = { ...message.params, progressToken: byToken.token }
      return { pending: byToken, message: { ...message, params } }
    }
    const name = metaOf(message)[subscription]
    const byName = typeof name === 'number' ? pending.get(name) : undefined
    return byName && { pending: byName, message: withMeta(message, { [subscription]: byName.id }) }
  }

  function cancelled(message: Message): Message | undefined {
    const wanted = message.params?.['requestId']
    const found = [...pending].find(([, each]) => each.id === wanted)
    return found && { ...message, params: { ...message.params, requestId: found[0] } }
  }

  return {
    ask(request, sink) {
      const id = ++count
      const token = metaOf(request)['progressToken']
      const own = token === undefined ? request : withMeta(request, { progressToken: id })
      pending.set(id, { id: request.id, token, sink })
      if (!server.send({ ...own, id })) {
        pending.delete(id)
        return undefined
      }
      for (const each of shared ? [] : waiting.splice(0)) sink.message(each)
      return (cancel) => {
        if (!pending.delete(id) || !cancel) return
        const params = { requestId: id, reason: 'The caller left.' }
        server.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params })
      }
    },
    tell(message) {
      if (shared || isRequest(message)) return
      const own = message.method === 'notifications/cancelled' ? cancelled(message) : message
      if (own) server.send(own)
    },
    listen(sink) {
      if (listener) return undefined
      listener = sink
      for (const each of waiting.splice(0)) sink.message(each)
      return () => {
        if (listener === sink) listener = undefined
      }
    },
    busy: () => pending.size > 0 || listener !== undefined,
    end: () => server.end(),
    kill: () => server.kill(),
  }
}
