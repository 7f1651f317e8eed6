/** How relay and gateway say that a call failed on the way: a header for programs and one JSON body for platform and people. */
import { z } from 'zod'

/** Where on the way it failed. `upstream` is the MCP server itself, `carrier` the line between relay and agent. */
export const FailureOrigin = z.enum([
  'relay',
  'carrier',
  'policy',
  'dns',
  'tls',
  'connect',
  'upstream',
  'timeout',
  'sign-in',
])
export type FailureOrigin = z.infer<typeof FailureOrigin>

/**
 * Every failure of the tunnel with its status, origin and a pause after which trying again makes sense. Statuses are 502, 503 and 504 only: a
 * 400, 401, 404 or 405 made up on the way would be read as the MCP server's own word and start a sign-in or end a session. The one exception is
 * `policy_access_denied` (403): whoever calls without a valid access key has no business with any MCP server here.
 */
export const failures = {
  // relay
  tunnel_offline: { status: 503, origin: 'relay', retryAfter: 2 },
  not_exposed: { status: 503, origin: 'relay', retryAfter: 10 },
  tunnel_busy: { status: 503, origin: 'relay', retryAfter: 1 },
  draining: { status: 503, origin: 'relay', retryAfter: 1 },
  relay_failed: { status: 502, origin: 'relay' },
  // carrier
  carrier_lost: { status: 502, origin: 'carrier' },
  carrier_unusable_answer: { status: 502, origin: 'carrier' },
  // policy
  policy_access_denied: { status: 403, origin: 'policy' },
  policy_path: { status: 502, origin: 'policy' },
  policy_request: { status: 502, origin: 'policy' },
  policy_body_too_large: { status: 502, origin: 'policy' },
  policy_tool_blocked: { status: 502, origin: 'policy' },
  policy_tool_changed: { status: 502, origin: 'policy' },
  policy_address_forbidden: { status: 502, origin: 'policy' },
  policy_redirect_refused: { status: 502, origin: 'policy' },
  policy_token_in_answer: { status: 502, origin: 'policy' },
  // sign-in
  sign_in_needed: { status: 503, origin: 'sign-in', retryAfter: 30 },
  // the way from the gateway to the MCP server
  upstream_name_unknown: { status: 502, origin: 'dns' },
  upstream_certificate: { status: 502, origin: 'tls' },
  upstream_refused: { status: 502, origin: 'connect' },
  upstream_unreachable: { status: 502, origin: 'connect' },
  upstream_proxy: { status: 502, origin: 'connect' },
  upstream_broken: { status: 502, origin: 'upstream' },
  upstream_timeout: { status: 504, origin: 'timeout' },
  request_timeout: { status: 504, origin: 'timeout' },
} as const satisfies Record<
  string,
  { status: 403 | 502 | 503 | 504; origin: FailureOrigin; retryAfter?: number }
>

export type FailureCode = keyof typeof failures

export const FailureCode = z.enum(Object.keys(failures) as [FailureCode, ...FailureCode[]])

/** Marks an answer as the tunnel's own; its value is `<origin>; <code>`. No answer of an MCP server carries it past the gateway. */
export const failureHeader = 'aip-tunnel-failure'

/** `no`: the MCP server has seen nothing of the call. `unknown`: it may have run, so nobody repeats it unasked. */
export const Delivered = z.enum(['no', 'unknown'])
export type Delivered = z.infer<typeof Delivered>

export const FailureBody = z.object({
  error: z.object({
    origin: FailureOrigin,
    code: FailureCode,
    /** One plain sentence for people, without secrets. */
    message: z.string(),
    /** What to do next, as a sentence. */
    next: z.string().optional(),
    delivered: Delivered,
    /** The MCP server's status, when it answered and its answer could not be passed on. */
    upstreamStatus: z.number().int().optional(),
  }),
})
export type FailureBody = z.infer<typeof FailureBody>

export interface FailureParts {
  readonly message: string
  readonly next?: string
  readonly delivered: Delivered
  readonly upstreamStatus?: number
}

/** A failure ready to be sent. */
export interface FailureAnswer {
  readonly status: 403 | 502 | 503 | 504
  /** Flat name, value, name, value… as `writeHead` takes it. */
  readonly headers: string[]
  readonly body: string
}

/** Status, headers (marker, JSON type, Retry-After where trying again makes sense, never cached) and body of a failure. */
export function failureAnswer(code: FailureCode, parts: FailureParts): FailureAnswer {
  const kind: { status: 403 | 502 | 503 | 504; origin: FailureOrigin; retryAfter?: number } =
    failures[code]
  const body = JSON.stringify(failureBody(code, parts))
  const headers = [failureHeader, `${kind.origin}; ${code}`]
  headers.push('content-type', 'application/json', 'cache-control', 'no-store')
  headers.push('content-length', String(new TextEncoder().encode(body).length))
  if (kind.retryAfter !== undefined) headers.push('retry-after', String(kind.retryAfter))
  return { status: kind.status, headers, body }
}

export function failureBody(code: FailureCode, parts: FailureParts): FailureBody {
  return { error: { origin: failures[code].origin, code, ...parts } }
}
