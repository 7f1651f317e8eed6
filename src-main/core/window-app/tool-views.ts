/** The tools of a server as the window shows them: risk, what may be done with each, and how it differs from what was approved (R28). */
import type { Tool } from '@modelcontextprotocol/client'
import type { Risk, ToolChange, ToolView } from '#contract/details.ts'
import type { Store } from '#core/ports.ts'
import { differencesBetween } from '#core/tunnel/tool-differences.ts'
import {
  compareTools,
  differencesOf,
  faceOf,
  pinsOf,
  pinTools,
  policiesOf,
} from '#core/tunnel/tool-pins.ts'
import type { ToolFace } from '#core/tunnel/tool-pins.ts'
import { say } from '#core/say.ts'

/** Tools of a connection that were never looked at before count as approved by whoever connected it. */
export function toolViews(store: Store, connectionId: string, tools: readonly Tool[]): ToolView[] {
  if (!pinsOf(store, connectionId)) pinTools(store, connectionId, tools)
  // The tunnel goes by the same comparison.
  compareTools(store, connectionId, tools)
  const pins = pinsOf(store, connectionId) ?? {}
  const { changed } = differencesOf(store, connectionId)
  const policies = policiesOf(store, connectionId)
  return tools.map((tool) => ({
    name: tool.name,
    title: tool.title ?? tool.annotations?.title ?? tool.name,
    description: tool.description ?? '',
    inputSchema: tool.inputSchema,
    risk: riskOf(tool),
    policy: own(policies, tool.name) ?? 'allow',
    change: changeOf(own(pins, tool.name), tool, changed.includes(tool.name)),
  }))
}

function riskOf({ annotations }: Tool): Risk {
  if (annotations?.readOnlyHint === true) return 'read-only'
  return annotations?.destructiveHint === true ? 'destructive' : 'write'
}

function changeOf(before: ToolFace | undefined, tool: Tool, changed: boolean): ToolChange {
  if (!before) return { status: 'new' }
  if (!changed) return { status: 'approved' }
  const differences = differencesBetween(before, faceOf(tool))
  const vague = say('tool.result-changed')
  return { status: 'changed', differences: differences.length > 0 ? differences : [vague] }
}

function own<Value>(record: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
