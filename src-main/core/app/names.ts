/** Names of connections: made from the address, unique, and simple enough to type. */
import type { Connection } from '#contract/connection.ts'
import { appError } from '#core/app-error.ts'
import { say } from '#core/say.ts'

/** First labels that say nothing about whose server it is. */
const emptyWords = new Set(['mcp', 'www', 'api', 'sse', 'server'])

/** A name from the host: `https://mcp.linear.app/mcp` is `linear`, `http://localhost:3000/mcp` is `localhost-3000`. */
export function nameFrom(url: string, taken: readonly string[]): string {
  const { hostname, port } = new URL(url)
  return uniqueName(wordOf(hostname) + (port === '' ? '' : `-${port}`), taken)
}

/** `base`, counted up until nothing else is called so. */
export function uniqueName(base: string, taken: readonly string[]): string {
  let name = base
  for (let count = 2; taken.some((each) => sameName(each, name)); count++) name = `${base}-${count}`
  return name
}

function wordOf(hostname: string): string {
  const isAddress = /^[\d.]+$|^\[/.test(hostname)
  if (isAddress) return hostname.replace(/[[\]:]+/g, '-').replace(/^-|-$/g, '')
  const labels = hostname.split('.')
  const names = labels.slice(0, Math.max(1, labels.length - 1))
  return names.toReversed().find((label) => !emptyWords.has(label)) ?? labels[0] ?? hostname
}

/** Checks a name a person chose; throws `bad-usage` or `name-taken`. */
export function checkedName(name: string, connections: readonly Connection[]): string {
  const trimmed = name.trim()
  // oxlint-disable-next-line no-control-regex -- a name is printed in terminals: no control characters
  if (trimmed === '' || trimmed.length > 100 || /[\u0000-\u001f\u007f-\u009f]/.test(trimmed)) {
    throw appError('bad-usage', {
      step: 'input',
      whoseTurn: 'you',
      message: say('name.length'),
      next: say('name.next'),
    })
  }
  if (connections.some((each) => sameName(each.name, trimmed))) {
    throw appError('name-taken', {
      step: 'input',
      whoseTurn: 'you',
      message: say('name.taken', { name: trimmed }),
      next: say('name.taken.next'),
    })
  }
  return trimmed
}

/** The connection of that name; throws `no-such-connection`. */
export function connectionNamed(name: string, connections: readonly Connection[]): Connection {
  const found = connections.find((each) => sameName(each.name, name))
  if (found) return found
  const known = connections.map((each) => each.name)
  throw appError('no-such-connection', {
    step: 'input',
    whoseTurn: 'you',
    message: `There is no connection called ${name}.`,
    next:
      known.length === 0
        ? 'There are none yet: start with aip connect <url>.'
        : `Those that exist: ${known.slice(0, 20).join(', ')}.`,
  })
}

/** Names differ in more than case, so that nobody has to remember it. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
