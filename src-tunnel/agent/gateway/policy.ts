/** Decides whether a request may reach the server: calls of tools that are blocked, or are not what was approved, end here (R28). */
import type { ToolPolicy } from '#tunnel/protocol/exposure.ts'
import { isAmbiguous } from './json-keys.ts'
import { operationsIn } from './operation.ts'

export type PolicyVerdict =
  | { readonly verdict: 'pass' }
  | {
      readonly verdict: 'refuse'
      readonly code: 'policy_tool_blocked' | 'policy_tool_changed' | 'policy_request'
      readonly message: string
      readonly next: string
    }

const pass: PolicyVerdict = { verdict: 'pass' }
const approve = 'Its owner can look at it in AIP Desktop and approve it.'

/** True when some calls may be refused, so that bodies have to be read before they go on. */
export function isRestrictive(policy: ToolPolicy): boolean {
  return (
    policy.others === 'block' || Object.values(policy.decisions).some((each) => each !== 'allow')
  )
}

/**
 * The body decides and not the headers, because the body is what servers of every revision act on. What cannot be read with certainty does not
 * pass a restrictive policy: other encodings, text that is no JSON, doubled names.
 */
export function judgeBody(
  policy: ToolPolicy,
  body: Buffer,
  headers: { readonly encoding: string | undefined; readonly type: string | undefined },
): PolicyVerdict {
  if (body.length === 0) return pass
  if (headers.encoding !== undefined && headers.encoding.toLowerCase() !== 'identity') {
    return unreadable('it is compressed')
  }
  const charset = /charset\s*=\s*"?([^";\s]*)/i.exec(headers.type ?? '')?.[1] ?? 'utf-8'
  if (!/^utf-?8$/i.test(charset)) return unreadable('it is not UTF-8')
  const text = body.toString('utf8')
  const operations = operationsIn(text)
  if (operations === undefined) return unreadable('it is not JSON')
  if (isAmbiguous(text)) return unreadable('it names its method or tool twice')
  for (const { method, name } of operations) {
    const verdict = method === 'tools/call' ? judgeTool(policy, name) : pass
    if (verdict.verdict === 'refuse') return verdict
  }
  return pass
}

/** The verdict on a body too large to be held in memory, which a restrictive policy cannot let by. */
export function tooLargeToJudge(): PolicyVerdict {
  return unreadable('it is too large')
}

function judgeTool(policy: ToolPolicy, tool: string): PolicyVerdict {
  const decision = Object.hasOwn(policy.decisions, tool)
    ? policy.decisions[tool]
    : policy.others === 'allow'
      ? 'allow'
      : 'unknown'
  switch (decision) {
    case 'allow':
      return pass
    case 'block':
      return refuse('policy_tool_blocked', `The tool ${tool} is blocked for this tunnel.`, approve)
    case 'changed':
      return refuse(
        'policy_tool_changed',
        `The tool ${tool} has changed since it was approved for this tunnel.`,
        approve,
      )
    default:
      return refuse(
        'policy_tool_blocked',
        `The tool ${tool} has not been approved for this tunnel.`,
        approve,
      )
  }
}

function unreadable(why: string): PolicyVerdict {
  return refuse(
    'policy_request',
    `Some tools of this server are blocked, and this request cannot be checked: ${why}.`,
    'Send the message as plain JSON in UTF-8.',
  )
}

type Code = Extract<PolicyVerdict, { verdict: 'refuse' }>['code']

function refuse(code: Code, message: string, next: string): PolicyVerdict {
  return { verdict: 'refuse', code, message, next }
}
