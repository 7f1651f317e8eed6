/** Code that does it right, by topic; several rules share one. */
import { nodeSnippets } from './node.ts'
import { pythonSnippets } from './python.ts'

export const topics = [
  'challenge',
  'resource-metadata',
  'server-metadata',
  'registration',
  'redirect-addresses',
  'authorization',
  'token-errors',
  'tokens',
  'refresh',
  'revocation',
] as const
export type Topic = (typeof topics)[number]

export interface Snippet {
  readonly node: string
  readonly python: string
}

export const snippets = Object.fromEntries(
  topics.map((topic) => [topic, { node: nodeSnippets[topic], python: pythonSnippets[topic] }]),
) as Readonly<Record<Topic, Snippet>>
