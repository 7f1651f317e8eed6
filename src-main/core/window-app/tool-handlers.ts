/** The commands about tools: listing, approving, calling, and what is kept of a result. */
import type { CallToolResult, Tool } from '@modelcontextprotocol/client'
import type { CommandHandlers } from '#contract/commands.ts'
import type { CallView } from '#contract/details.ts'
import { appError, isProblem } from '#core/app-error.ts'
import type { App } from '#core/app/app.ts'
import { approveTools, policiesOf, setPolicy } from '#core/tunnel/tool-pins.ts'
import type { Journeys } from './journeys.ts'
import { nameOf, type OpenDetails } from './open-details.ts'
import type { WindowPorts } from './ports.ts'
import { cancelledByPerson, noSuchJourney, problemOf, shortId } from './problems.ts'
import { resultParts } from './result-parts.ts'
import { toolViews } from './tool-views.ts'
import { say } from '#core/say.ts'

type ToolHandlers = Pick<CommandHandlers, Extract<keyof CommandHandlers, `tools.${string}`>>

export interface ToolParts {
  readonly ports: WindowPorts
  readonly app: App
  readonly details: OpenDetails
  readonly journeys: Journeys
}

export interface ToolRoom {
  readonly handlers: ToolHandlers
  listTools(connectionId: string, signal: AbortSignal): Promise<void>
  /** Breaks off what is under way. */
  close(): void
}

/** Results kept whole, to copy: of the newest calls, and never more than this many characters each. */
const resultsKept = 10
const longestResult = 20_000_000

export function createToolHandlers(parts: ToolParts): ToolRoom {
  const { ports, app, details, journeys } = parts
  const running = new Map<string, AbortController>()
  const results = new Map<string, string>()
  /** As the servers gave them, of opened connections: what is approved is exactly what was shown. */
  const listed = new Map<string, readonly Tool[]>()

  const listTools = async (connectionId: string, signal: AbortSignal) => {
    const name = nameOf(ports, connectionId)
    const shown = details.of(connectionId)?.tools
    const tools = shown && 'tools' in shown ? shown.tools : []
    details.change(connectionId, { tools: { status: 'listing', tools } })
    try {
      const found = await journeys.quietly(
        { kind: 'use', connectionId, tool: '' },
        (guide, stop) => app.tools(name, guide, stop),
        signal,
      )
      if (details.of(connectionId)) listed.set(connectionId, found)
      const views = toolViews(ports.store, connectionId, found)
      details.change(connectionId, {
        tools: { status: 'listed', tools: views, at: ports.clock.now() },
      })
    } catch (error) {
      const problem = problemOf(error, ports.log, ports.random)
      details.change(connectionId, { tools: { status: 'failed', problem } })
      throw error
    } finally {
      await details.readToken(connectionId)
    }
  }

  const keepResult = (callId: string, result: CallToolResult) => {
    const json = JSON.stringify(result, undefined, 2)
    if (json.length > longestResult) return
    results.set(callId, json)
    const [oldest] = results.keys()
    if (results.size > resultsKept && oldest !== undefined) results.delete(oldest)
  }

  const call = async (
    connectionId: string,
    started: CallView & { status: 'running' },
    input: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<void> => {
    const { id, tool, startedAt } = started
    try {
      const name = nameOf(ports, connectionId)
      const result = await journeys.quietly(
        { kind: 'use', connectionId, tool },
        (guide, stop) => app.call(name, tool, input, guide, stop),
        signal,
      )
      keepResult(id, result)
      details.putCall(connectionId, {
        id,
        tool,
        startedAt,
        status: 'done',
        ms: ports.clock.now() - startedAt,
        isError: result.isError === true,
        parts: resultParts(result),
      })
    } catch (error) {
      const cancelled = signal.aborted || isProblem(error, 'cancelled')
      details.putCall(
        connectionId,
        cancelled
          ? { id, tool, startedAt, status: 'cancelled' }
          : {
              id,
              tool,
              startedAt,
              status: 'failed',
              problem: problemOf(error, ports.log, ports.random),
            },
      )
    } finally {
      running.delete(id)
      await details.readToken(connectionId)
    }
  }

  const handlers: ToolHandlers = {
    'tools.list': async ({ connectionId }, signal) => {
      await listTools(connectionId, signal)
      return {}
    },
    'tools.approve': ({ connectionId, tools: names }) => {
      const shown = details.of(connectionId)?.tools
      if (shown?.status !== 'listed') throw notListed()
      const raw = listed.get(connectionId)
      if (!raw) throw notListed()
      approveTools(ports.store, connectionId, raw, names ?? raw.map((tool) => tool.name))
      const tools = toolViews(ports.store, connectionId, raw)
      details.change(connectionId, { tools: { ...shown, tools } })
      return {}
    },
    'tools.set-policy': ({ connectionId, tool, policy }) => {
      nameOf(ports, connectionId)
      setPolicy(ports.store, connectionId, tool, policy)
      const shown = details.of(connectionId)?.tools
      if (shown?.status === 'listed') {
        const tools = shown.tools.map((each) => (each.name === tool ? { ...each, policy } : each))
        details.change(connectionId, { tools: { ...shown, tools } })
      }
      return {}
    },
    'tools.call': ({ connectionId, tool, input, confirmed }) => {
      nameOf(ports, connectionId)
      assertAllowed(ports, connectionId, tool, confirmed)
      const id = shortId(ports.random)
      const controller = new AbortController()
      const started = { id, tool, startedAt: ports.clock.now(), status: 'running' } as const
      running.set(id, controller)
      details.putCall(connectionId, started)
      // How it goes is told by the state; nothing in it rejects.
      void call(connectionId, started, input, controller.signal)
      return { callId: id }
    },
    'tools.cancel-call': ({ callId }) => {
      const controller = running.get(callId)
      if (!controller) throw noSuchJourney()
      controller.abort(cancelledByPerson())
      return {}
    },
    'tools.result': ({ callId }) => {
      const json = results.get(callId)
      if (json === undefined) throw noSuchJourney()
      return { json }
    },
  }
  return {
    handlers,
    listTools,
    close() {
      for (const controller of running.values()) controller.abort(cancelledByPerson())
    },
  }
}

function assertAllowed(
  { store }: WindowPorts,
  connectionId: string,
  tool: string,
  confirmed: boolean,
): void {
  const policies = policiesOf(store, connectionId)
  const policy = Object.hasOwn(policies, tool) ? policies[tool] : 'allow'
  if (policy === 'allow' || (policy === 'ask' && confirmed)) return
  throw appError('tool-blocked', {
    step: 'call',
    whoseTurn: 'you',
    message: policy === 'block' ? say('tool.blocked', { tool }) : say('tool.ask', { tool }),
    next: policy === 'block' ? say('tool.blocked.next') : say('tool.ask.next'),
  })
}

function notListed() {
  return appError('bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: say('tool.not-listed'),
    next: say('tool.not-listed.next'),
  })
}
