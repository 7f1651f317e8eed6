/** The Edge Tunnel as the window sees it: agent, carrier, target and sign-in each with a state of their own (R21). */
import { z } from 'zod'
import { Problem } from './problem.ts'

/** The process at this computer. */
export const AgentView = z.discriminatedUnion('status', [
  z.object({ status: z.literal('stopped') }),
  z.object({ status: z.literal('starting') }),
  z.object({ status: z.literal('running'), since: z.number() }),
  z.object({ status: z.literal('failed'), problem: Problem, retryAt: z.number().optional() }),
])

/** Its connections to the relay. `since` is left out where there was none to lose; `provenAt`: the last round trip that came back. */
export const CarrierView = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('offline'),
    since: z.number().optional(),
    problem: Problem.optional(),
  }),
  z.object({ status: z.literal('connecting') }),
  z.object({
    status: z.literal('online'),
    provenAt: z.number(),
    connections: z.array(
      z.object({ node: z.string(), rttMs: z.number().nullable(), since: z.number() }),
    ),
  }),
])

/** The MCP server behind one exposed connection. */
export const TargetView = z.discriminatedUnion('status', [
  z.object({ status: z.literal('unknown') }),
  z.object({ status: z.literal('reachable'), provenAt: z.number() }),
  z.object({ status: z.literal('unreachable'), problem: Problem }),
])

export const ExposedView = z.object({
  connectionId: z.string(),
  publicUrl: z.string(),
  target: TargetView,
  signIn: z.enum(['ready', 'not-needed', 'needed']),
  /** Tools that changed since they were approved and are kept out until somebody looks (R28). */
  heldBackTools: z.array(z.string()),
})
export type ExposedView = z.infer<typeof ExposedView>

/** One call through the tunnel. */
export const TrafficLine = z.object({
  id: z.string(),
  at: z.number(),
  connectionId: z.string(),
  /** JSON-RPC method where it is known, else the HTTP method. */
  method: z.string(),
  /** Empty when the call was to no tool. */
  tool: z.string(),
  status: z.number().int(),
  ms: z.number(),
  /** As the relay names it; empty when it does not. */
  caller: z.string(),
})
export type TrafficLine = z.infer<typeof TrafficLine>

export const TunnelView = z.discriminatedUnion('status', [
  /** This installation has no tunnel; `reason` is the sentence to show. */
  z.object({ status: z.literal('not-available'), reason: z.string() }),
  /** Waits for `tunnel.link`. */
  z.object({ status: z.literal('not-linked'), problem: Problem.optional() }),
  z.object({
    status: z.literal('linked'),
    tunnel: z.string(),
    kind: z.enum(['personal', 'organization']),
    relay: z.string(),
    /** The person paused it: the agent runs and refuses calls. */
    paused: z.boolean(),
    agent: AgentView,
    carrier: CarrierView,
    exposed: z.array(ExposedView),
    /** Newest first, at most a hundred. */
    traffic: z.array(TrafficLine),
    /** Header the platform has to send, and where its key comes from; the key itself is never here. */
    accessKeyHeader: z.string(),
  }),
])
export type TunnelView = z.infer<typeof TunnelView>
