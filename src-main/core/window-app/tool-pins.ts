/** Remembers the tools a person approved and what may be done with each, and says in plain sentences how one changed since (R28). */
import type { Tool } from '@modelcontextprotocol/client'
import { z } from 'zod'
import { ToolPolicy, type Risk, type ToolChange, type ToolView } from '#contract/details.ts'
import type { Store } from '#core/ports.ts'

const topic = 'tools'

const Pin = z.object({
  title: z.string(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()),
  risk: z.enum(['read-only', 'write', 'destructive']),
})
type Pin = z.infer<typeof Pin>

const Pins = z.object({
  approved: z.record(z.string(), Pin),
  policies: z.record(z.string(), ToolPolicy),
})
type Pins = z.infer<typeof Pins>

/** The tools as the window shows them. Tools of a connection that were never seen before count as approved by whoever connected it. */
export function toolViews(store: Store, connectionId: string, tools: readonly Tool[]): ToolView[] {
  const pins = pinsOf(store, connectionId) ?? approvedNow(store, connectionId, tools)
  return tools.map((tool) => {
    const pin = pinOf(tool)
    return {
      name: tool.name,
      ...pin,
      policy: own(pins.policies, tool.name) ?? 'allow',
      change: changeOf(own(pins.approved, tool.name), pin),
    }
  })
}

/** Takes tools as they are now; without names all of them. */
export function approveTools(
  store: Store,
  connectionId: string,
  shown: readonly ToolView[],
  names: readonly string[] | undefined,
): ToolView[] {
  const before = pinsOf(store, connectionId) ?? { approved: {}, policies: {} }
  const taken = shown.filter((tool) => names === undefined || names.includes(tool.name))
  const approved = { ...before.approved }
  for (const { name, title, description, inputSchema, risk } of taken) {
    approved[name] = { title, description, inputSchema, risk }
  }
  store.remember(topic, connectionId, { ...before, approved })
  return shown.map((tool) =>
    taken.includes(tool) ? { ...tool, change: { status: 'approved' } } : tool,
  )
}

export function setToolPolicy(
  store: Store,
  connectionId: string,
  tool: string,
  policy: ToolPolicy,
): void {
  const before = pinsOf(store, connectionId) ?? { approved: {}, policies: {} }
  const policies = { ...before.policies, [tool]: policy }
  store.remember(topic, connectionId, { ...before, policies })
}

export function toolPolicy(store: Store, connectionId: string, tool: string): ToolPolicy {
  return own(pinsOf(store, connectionId)?.policies ?? {}, tool) ?? 'allow'
}

export function forgetTools(store: Store, connectionId: string): void {
  store.remember(topic, connectionId, undefined)
}

function pinsOf(store: Store, connectionId: string): Pins | undefined {
  const parsed = Pins.safeParse(store.recall(topic, connectionId))
  return parsed.success ? parsed.data : undefined
}

function approvedNow(store: Store, connectionId: string, tools: readonly Tool[]): Pins {
  const approved = Object.fromEntries(tools.map((tool) => [tool.name, pinOf(tool)]))
  const pins = { approved, policies: {} }
  store.remember(topic, connectionId, pins)
  return pins
}

function pinOf(tool: Tool): Pin {
  return {
    title: tool.title ?? tool.annotations?.title ?? tool.name,
    description: tool.description ?? '',
    inputSchema: tool.inputSchema,
    risk: riskOf(tool),
  }
}

function riskOf({ annotations }: Tool): Risk {
  if (annotations?.readOnlyHint === true) return 'read-only'
  return annotations?.destructiveHint === true ? 'destructive' : 'write'
}

function changeOf(before: Pin | undefined, now: Pin): ToolChange {
  if (!before) return { status: 'new' }
  const differences = differencesOf(before, now)
  return differences.length === 0 ? { status: 'approved' } : { status: 'changed', differences }
}

/** Weightiest first: what could mislead a model or widen what the tool does. */
function differencesOf(before: Pin, now: Pin): string[] {
  const differences: string[] = []
  const say = (changed: boolean, sentence: string) => changed && differences.push(sentence)
  say(before.risk !== now.risk, `It was ${before.risk} and calls itself ${now.risk} now.`)
  const links = addressesIn(now).filter((each) => !addressesIn(before).includes(each))
  say(links.length > 0, `Its texts name an address now: ${links.join(', ')}.`)
  const [old, fresh] = [parametersOf(before), parametersOf(now)]
  const added = fresh.filter((each) => !old.includes(each))
  const removed = old.filter((each) => !fresh.includes(each))
  say(added.length > 0, `It asks for more: ${added.join(', ')}.`)
  say(before.description !== now.description, 'Its description is another one.')
  say(removed.length > 0, `It no longer asks for: ${removed.join(', ')}.`)
  say(before.title !== now.title, `It is called ${now.title} instead of ${before.title}.`)
  const sameSchema = JSON.stringify(before.inputSchema) === JSON.stringify(now.inputSchema)
  const told = added.length > 0 || removed.length > 0
  say(!sameSchema && !told, 'What its parameters mean was written anew.')
  return differences
}

function addressesIn(pin: Pin): string[] {
  const texts = `${pin.description} ${JSON.stringify(pin.inputSchema)}`
  return [...new Set(texts.match(/https?:\/\/[^\s"'<>)\\]+/gi) ?? [])]
}

function parametersOf({ inputSchema }: Pin): string[] {
  const { properties } = inputSchema
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
}

function own<Value>(record: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
