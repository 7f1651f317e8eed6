/** `aip tools` and `aip call`. */
import type { CallToolResult, Tool } from '@modelcontextprotocol/client'
import { z } from 'zod'
import { appError } from '#core/app-error.ts'
import { composeApp } from '../compose.ts'
import { exitCodes } from '../exit-codes.ts'
import { printable } from '../output.ts'
import type { Output } from '../output.ts'
import { readAll, readInputFile } from '../read-all.ts'
import { createTerminalGuide } from '../terminal-guide.ts'
import type { Verb, VerbContext } from '../verb.ts'

interface Options {
  yes?: boolean
}

export function tools(name: string, options: Options): Verb {
  return async (context) => {
    const app = await composeApp(context)
    const guide = createTerminalGuide(context, { opensBrowser: true, yes: options.yes === true })
    try {
      const found = await app.tools(name, guide, context.signal)
      const shown = found.map(({ name: tool, description, inputSchema, annotations }) => ({
        name: tool,
        description,
        inputSchema,
        annotations,
      }))
      context.output.result({ tools: shown }, toolsText(found, context.output))
    } finally {
      guide.close()
      await app.close()
    }
  }
}

export function call(name: string, tool: string, json: string | undefined, options: Options): Verb {
  return async (context) => {
    const input = await inputOf(json, context)
    const app = await composeApp(context)
    const guide = createTerminalGuide(context, { opensBrowser: true, yes: options.yes === true })
    try {
      const result = await app.call(name, tool, input, guide, context.signal)
      context.output.result(result, resultText(result))
      if (result.isError !== true) return exitCodes.done
      context.output.note('The tool says that it failed (tool-failed); its own words are above.')
      return exitCodes.otherSide
    } finally {
      guide.close()
      await app.close()
    }
  }
}

async function inputOf(
  json: string | undefined,
  { host, signal }: VerbContext,
): Promise<Record<string, unknown>> {
  if (json === undefined) return {}
  const text = await textOf(json, host.stdin, signal)
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  } catch (cause) {
    throw appError('bad-usage', {
      step: 'input',
      whoseTurn: 'you',
      message: 'The arguments are not a JSON object.',
      next: `Write them as an object in quotes: '{"name": "value"}'.`,
      cause,
    })
  }
}

async function textOf(
  json: string,
  stdin: NodeJS.ReadStream,
  signal: AbortSignal,
): Promise<string> {
  if (json === '-') return readAll(stdin, signal)
  return json.startsWith('@') ? readInputFile(json.slice(1)) : json
}

function toolsText(found: readonly Tool[], { paint }: Output): string {
  if (found.length === 0) return 'The server offers no tools.'
  return found
    .map((tool) => {
      const what = tool.description?.trim().split('\n')[0] ?? ''
      const risk = riskOf(tool)
      const parameters = parameterText(tool)
      return [
        `${paint.bold(printable(tool.name))}${risk === '' ? '' : `  ${paint.dim(risk)}`}`,
        ...(what === '' ? [] : [`  ${printable(what)}`]),
        ...(parameters === '' ? [] : [paint.dim(`  ${printable(parameters)}`)]),
      ].join('\n')
    })
    .join('\n')
}

function riskOf(tool: Tool): string {
  if (tool.annotations?.readOnlyHint === true) return 'read-only'
  return tool.annotations?.destructiveHint === true ? 'may destroy' : ''
}

function parameterText(tool: Tool): string {
  const required = new Set(tool.inputSchema.required ?? [])
  return Object.keys(tool.inputSchema.properties ?? {})
    .map((name) => (required.has(name) ? name : `[${name}]`))
    .join(', ')
}

function resultText(result: CallToolResult): string {
  return result.content
    .map((part) => {
      if (part.type === 'text') return printable(part.text)
      if (part.type === 'resource_link') return `[link] ${printable(part.uri)}`
      return `[${part.type}]`
    })
    .join('\n')
}
