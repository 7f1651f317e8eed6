/** The tools as the person approved them, and how the server's differ now: a tool that changed stays out of the tunnel (R28). */
import type { Tool } from '@modelcontextprotocol/client'
import { z } from 'zod'
import type { Store } from '#core/ports.ts'
import type { AgentExposure } from './ports.ts'

/** What a model or a person goes by when a tool is called. */
const ToolFace = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: z.unknown(),
  outputSchema: z.unknown().optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
})
export type ToolFace = z.infer<typeof ToolFace>

const Pins = z.record(z.string(), ToolFace)
export type Pins = z.infer<typeof Pins>

/** What the last look at the server showed. */
const Differences = z.object({ changed: z.array(z.string()), added: z.array(z.string()) })
export type Differences = z.infer<typeof Differences>

/** `ask` is for this computer's window: through the tunnel nobody can be asked, so the tool is blocked. */
const Policies = z.record(z.string(), z.enum(['allow', 'ask', 'block']))
export type Policies = z.infer<typeof Policies>

const topics = { pins: 'tool-pins', differences: 'tool-differences', policies: 'tool-policies' }

/** Approves the tools as they are now. */
export function pinTools(store: Store, connectionId: string, tools: readonly Tool[]): void {
  const pins = Object.fromEntries(tools.map((tool) => [tool.name, faceOf(tool)]))
  store.remember(topics.pins, connectionId, pins)
  store.remember(topics.differences, connectionId, undefined)
}

/** Approves some of the tools as they are now; the others stay as they were approved, and what differs is looked at anew. */
export function approveTools(
  store: Store,
  connectionId: string,
  tools: readonly Tool[],
  names: readonly string[],
): void {
  const taken = tools.filter((tool) => names.includes(tool.name))
  const faces = Object.fromEntries(taken.map((tool) => [tool.name, faceOf(tool)]))
  store.remember(topics.pins, connectionId, { ...pinsOf(store, connectionId), ...faces })
  compareTools(store, connectionId, tools)
}

/** Undefined: nothing was approved yet. */
export function pinsOf(store: Store, connectionId: string): Pins | undefined {
  const parsed = Pins.safeParse(store.recall(topics.pins, connectionId))
  return parsed.success ? parsed.data : undefined
}

export function forgetPins(store: Store, connectionId: string): void {
  for (const topic of Object.values(topics)) store.remember(topic, connectionId, undefined)
}

/** Compares the server's tools with the approved ones and remembers what differs; true when that is news. */
export function compareTools(store: Store, connectionId: string, tools: readonly Tool[]): boolean {
  const pins = pinsOf(store, connectionId)
  if (!pins) return false
  const before = differencesOf(store, connectionId)
  const added = tools.filter((tool) => !Object.hasOwn(pins, tool.name)).map((tool) => tool.name)
  const changed = tools.flatMap((tool) => {
    const pin = Object.hasOwn(pins, tool.name) ? pins[tool.name] : undefined
    return pin && canonical(pin) !== canonical(faceOf(tool)) ? [tool.name] : []
  })
  const now = { changed, added }
  if (canonical(now) === canonical(before)) return false
  store.remember(topics.differences, connectionId, now)
  return true
}

export function differencesOf(store: Store, connectionId: string): Differences {
  const parsed = Differences.safeParse(store.recall(topics.differences, connectionId))
  return parsed.success ? parsed.data : { changed: [], added: [] }
}

export function policiesOf(store: Store, connectionId: string): Policies {
  const parsed = Policies.safeParse(store.recall(topics.policies, connectionId))
  return parsed.success ? parsed.data : {}
}

export function setPolicy(
  store: Store,
  connectionId: string,
  tool: string,
  policy: 'allow' | 'ask' | 'block',
): void {
  store.remember(topics.policies, connectionId, {
    ...policiesOf(store, connectionId),
    [tool]: policy,
  })
}

/** What the gateway is told. Without approved tools only what was blocked by name is held back. */
export function policyFor(store: Store, connectionId: string): AgentExposure['tools'] {
  const pins = pinsOf(store, connectionId)
  const policies = policiesOf(store, connectionId)
  const { changed, added } = differencesOf(store, connectionId)
  const names = new Set([...Object.keys(pins ?? {}), ...Object.keys(policies), ...added])
  const decisions = [...names].map((name) => {
    const policy = Object.hasOwn(policies, name) ? policies[name] : 'allow'
    if (policy !== 'allow') return [name, 'block'] as const
    if (changed.includes(name)) return [name, 'changed'] as const
    return [name, added.includes(name) ? 'new' : 'allow'] as const
  })
  return { decisions: Object.fromEntries(decisions), others: pins ? 'block' : 'allow' }
}

/** What is compared of a tool. */
export function faceOf(tool: Tool): ToolFace {
  const { title, description, inputSchema, outputSchema, annotations } = tool
  const face = { title, description, inputSchema, outputSchema, annotations }
  // Through JSON, as the store does it: members that are undefined are gone, so that faces compare.
  return ToolFace.parse(JSON.parse(JSON.stringify(face)))
}

/** JSON with sorted members: the order a server writes them in is no change. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}
