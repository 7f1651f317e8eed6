/** Says in plain sentences how a tool differs from the approved one, what weighs most first (R28). */
import type { ToolFace } from './tool-pins.ts'
import { say, type Sentence } from '#core/say.ts'

/** Empty when nothing that matters differs. */
export function differencesBetween(before: ToolFace, now: ToolFace): Sentence[] {
  return [...lostHints(before, now), ...textChanges(before, now), ...parameterChanges(before, now)]
}

function lostHints(before: ToolFace, now: ToolFace): Sentence[] {
  const hint = (face: ToolFace, name: string) => face.annotations?.[name]
  const out: Sentence[] = []
  if (hint(before, 'readOnlyHint') === true && hint(now, 'readOnlyHint') !== true) {
    out.push(say('tool.not-read-only'))
  }
  if (hint(before, 'destructiveHint') === true && hint(now, 'destructiveHint') !== true) {
    out.push(say('tool.not-destructive'))
  }
  if (hint(before, 'destructiveHint') !== true && hint(now, 'destructiveHint') === true) {
    out.push(say('tool.destructive'))
  }
  return out
}

const instruction =
  /\b(?:ignore|always|never|must|before (?:using|calling)|instead of|do not (?:tell|mention)|secret|password|token|system prompt)\b/i

function textChanges(before: ToolFace, now: ToolFace): Sentence[] {
  const [old, text] = [before.description ?? '', now.description ?? '']
  if (old === text) {
    return before.title === now.title
      ? []
      : [say('tool.title', { title: short(now.title ?? ''), before: short(before.title ?? '') })]
  }
  const known = new Set(sentencesOf(old))
  const added = sentencesOf(text).filter((each) => !known.has(each))
  const urls = (text.match(/https?:\/\/[^\s)"'<>]+/g) ?? []).filter((each) => !old.includes(each))
  return [
    ...urls.map((url) => say('tool.address', { address: short(url) })),
    ...added
      .filter((each) => instruction.test(each))
      .map((each) => say('tool.instruction', { text: short(each) })),
    ...added
      .filter((each) => !instruction.test(each))
      .map((each) => say('tool.sentence', { text: short(each) })),
    ...(added.length === 0 && urls.length === 0 ? [say('tool.less')] : []),
  ]
}

function parameterChanges(before: ToolFace, now: ToolFace): Sentence[] {
  const [old, current] = [parametersOf(before), parametersOf(now)]
  const added = [...current.keys()].filter((name) => !old.has(name))
  const gone = [...old.keys()].filter((name) => !current.has(name))
  const other = [...current].filter(([name, text]) => old.has(name) && old.get(name) !== text)
  return [
    ...added.map((name) => say('tool.parameter.new', { name: short(name) })),
    ...other.map(([name]) => say('tool.parameter.changed', { name: short(name) })),
    ...gone.map((name) => say('tool.parameter.gone', { name: short(name) })),
  ]
}

function parametersOf(face: ToolFace): Map<string, string> {
  const schema = face.inputSchema
  const properties =
    typeof schema === 'object' && schema !== null && 'properties' in schema ? schema.properties : {}
  if (typeof properties !== 'object' || properties === null) return new Map()
  return new Map(Object.entries(properties).map(([name, value]) => [name, JSON.stringify(value)]))
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
