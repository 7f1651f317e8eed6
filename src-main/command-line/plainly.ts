/** What the command line prints as JSON says everything in English: the sayings beside the texts are for the window. */

/** `value` without its sayings, and with each sentence as its English text. For values of our own only: a server's may have such names, too. */
export function plainly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainly)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([name]) => name !== 'says')
  const [only] = members
  if (members.length === 1 && only?.[0] === 'english') return only[1]
  return Object.fromEntries(members.map(([name, each]) => [name, plainly(each)]))
}
