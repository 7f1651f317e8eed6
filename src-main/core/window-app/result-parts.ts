/** Cuts a tool's result into parts that a window can show without harm: long texts are cut, large binaries only named. */
import type { CallToolResult } from '@modelcontextprotocol/client'
import type { ResultPart } from '#contract/details.ts'
import { asSentence, say } from '#core/say.ts'

/** Characters of text per part, and of base64 per image, that go into the state. */
const longestText = 100_000
const largestImage = 700_000
const mostParts = 50

/** Raster formats only: an SVG is a program. */
const shownImages = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

export function resultParts(result: CallToolResult): ResultPart[] {
  const parts = result.content.slice(0, mostParts).map(partOf)
  const rest = result.content.length - parts.length
  if (rest > 0)
    parts.push({ kind: 'other', what: say('result.more-parts', { count: rest }), bytes: 0 })
  const { structuredContent } = result
  const alreadyShown = parts.some((part) => part.kind === 'text')
  if (structuredContent !== undefined && !alreadyShown) {
    parts.push({ kind: 'json', ...cut(JSON.stringify(structuredContent, undefined, 2)) })
  }
  return parts
}

function partOf(part: CallToolResult['content'][number]): ResultPart {
  switch (part.type) {
    case 'text':
      return { kind: 'text', ...cut(part.text) }
    case 'image':
      return shownImages.includes(part.mimeType) && part.data.length <= largestImage
        ? { kind: 'image', mimeType: part.mimeType, base64: part.data }
        : { kind: 'other', what: asSentence(part.mimeType), bytes: bytesOf(part.data) }
    case 'audio':
      return { kind: 'other', what: asSentence(part.mimeType), bytes: bytesOf(part.data) }
    case 'resource_link':
      return { kind: 'link', uri: part.uri, title: part.title ?? part.name }
    case 'resource':
      return 'text' in part.resource
        ? { kind: 'text', ...cut(part.resource.text) }
        : {
            kind: 'other',
            what: asSentence(part.resource.mimeType ?? say('result.resource')),
            bytes: bytesOf(part.resource.blob),
          }
  }
}

function cut(text: string): { text: string; cut: boolean } {
  return { text: text.slice(0, longestText), cut: text.length > longestText }
}

function bytesOf(base64: string): number {
  return Math.floor((base64.length * 3) / 4)
}
