/** Says in plain sentences how a tool differs from the approved one, what weighs most first (R28). */
import type { ToolFace } from './tool-pins.ts'

/** Empty when nothing that matters differs. */
export function differencesBetween(before: ToolFace, now: ToolFace): string[] {
  return [...lostHints(before, now), ...textChanges(before, now), ...parameterChanges(before, now)]
}

function lostHints(before: ToolFace, now: ToolFace): string[] {
  const hint = (face: ToolFace, name: string) => face.annotations?.[name]
  const out: string[] = []
  if (hint(before, 'readOnlyHint') === true && hint(now, 'readOnlyHint') !== true) {
    out.push('It no longer says that it only reads.')
  }
  if (hint(before, 'destructiveHint') === true && hint(now, 'destructiveHint') !== true) {
    out.push('It no longer says that it can destroy something.')
  }
  if (hint(before, 'destructiveHint') !== true && hint(now, 'destructiveHint') === true) {
    out.push('It now says that it can destroy something.')
  }
  return out
}

const instruction =
  /\b(?:ignore|always|never|must|before (?:using|calling)|instead of|do not (?:tell|mention)|secret|password|token|system prompt)\b/i

function textChanges(before: ToolFace, now: ToolFace): string[] {
  const [old, text] = [before.description ?? '', now.description ?? '']
  if (old === text) {
    return before.title === now.title
      ? []
      : [`Its title is now "${short(now.title ?? '')}" (was "${short(before.title ?? '')}").`]
  }
  const known = new Set(sentencesOf(old))
  const added = sentencesOf(text).filter((each) => !known.has(each))
  const urls = (text.match(/https?:\/\/[^\s)"'<>]+/g) ?? []).filter((each) => !old.includes(each))
  return [
    ...urls.map((url) => `Its description now names the address ${short(url)}.`),
    ...added
      .filter((each) => instruction.test(each))
      .map((each) => `Its description now gives an instruction: "${short(each)}"`),
    ...added
      .filter((each) => !instruction.test(each))
      .map((each) => `Its description now says: "${short(each)}"`),
    ...(added.length === 0 && urls.length === 0 ? ['Its description says less than before.'] : []),
  ]
}

function parameterChanges(before: ToolFace, now: ToolFace): string[] {
  const [old, current] = [parametersOf(before), parametersOf(now)]
  const added = [...current.keys()].filter((name) => !old.has(name))
  const gone = [...old.keys()].filter((name) => !current.has(name))
  const other = [...current].filter(([name, text]) => old.has(name) && old.get(name) !== text)
  return [
    ...added.map((name) => `It has a new parameter: ${short(name)}.`),
    ...other.map(([name]) => `The parameter ${short(name)} is described differently.`),
    ...gone.map((name) => `The parameter ${short(name)} is gone.`),
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
