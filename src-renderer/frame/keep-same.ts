/** Keeps the parts of a new state that did not change as the very same objects, so that unchanged screens are not painted again. */

/** `now`, with every part that equals the one in `before` replaced by that one. Both are JSON. */
export function keepSame<Value>(before: unknown, now: Value): Value
export function keepSame(before: unknown, now: unknown): unknown {
  if (Object.is(before, now)) return before
  if (!isObject(before) || !isObject(now) || Array.isArray(before) !== Array.isArray(now)) {
    return now
  }
  if (Array.isArray(now)) {
    const old = before as unknown as readonly unknown[]
    const kept = now.map((each, index) => keepSame(partner(old, each, index), each))
    return kept.length === old.length && kept.every((each, i) => each === old[i]) ? before : kept
  }
  const names = Object.keys(now)
  const kept = Object.fromEntries(names.map((name) => [name, keepSame(before[name], now[name])]))
  const same =
    names.length === Object.keys(before).length &&
    names.every((name) => kept[name] === before[name])
  return same ? before : kept
}

/** The element of the old list that stands for the same thing: by its id where it has one, else by its place. */
function partner(old: readonly unknown[], each: unknown, index: number): unknown {
  const there = old[index]
  if (!isObject(each) || typeof each['id'] !== 'string') return there
  if (isObject(there) && there['id'] === each['id']) return there
  return old.find((other) => isObject(other) && other['id'] === each['id'])
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
