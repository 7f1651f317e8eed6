/** JSON-RPC messages as they pass between HTTP and a pipe: read no further than they have to be (JSON-RPC 2.0; MCP, Transports). */
import { z } from 'zod'

const Id = z.union([z.string(), z.number()])
export type MessageId = z.infer<typeof Id>

export const Message = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: Id.nullish(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
})
export type Message = z.infer<typeof Message>

/** Undefined: the text is no message. */
export function messageIn(text: string): Message | undefined {
  try {
    const parsed = Message.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    // No JSON: whoever sent it is told so by the caller.
    return undefined
  }
}

export function isRequest(message: Message): message is Message & { id: MessageId } {
  return message.method !== undefined && message.id !== undefined && message.id !== null
}

/** The answer to a request: a result or an error. */
export function isAnswer(message: Message): boolean {
  return (
    message.method === undefined && (message.result !== undefined || message.error !== undefined)
  )
}

/** The `_meta` of a message's parameters; empty where there is none. */
export function metaOf({ params }: Message): Record<string, unknown> {
  const meta = params?.['_meta']
  return typeof meta === 'object' && meta !== null && !Array.isArray(meta) ? { ...meta } : {}
}

/** A copy with these members in `_meta`. */
export function withMeta(message: Message, members: Record<string, unknown>): Message {
  return {
    ...message,
    params: { ...message.params, _meta: { ...metaOf(message), ...members } },
  }
}
