/** Where the agent's calls come in: lines to a relay, or a localtunnel; chosen by the transport it was started with. */
import type { Line, Transport } from '#tunnel/protocol/agent-messages.ts'
import type { CallAnswer, CallRequest } from '#tunnel/http1/call.ts'
import type { ExposedConnection } from '#tunnel/protocol/names.ts'

export interface FrontOptions {
  readonly transport: Transport
  readonly version: string
  readonly onRequest: (request: CallRequest, answer: CallAnswer) => void
  readonly onLines: (lines: readonly Line[]) => void
}

export interface Front {
  announce(exposed: readonly ExposedConnection[]): void
  redial(): void
  /** Takes no new calls, lets those in flight finish for up to `ms`, then closes. */
  drain(ms: number): Promise<void>
  close(): Promise<void>
}

export type OpenFront = (options: FrontOptions) => Front
