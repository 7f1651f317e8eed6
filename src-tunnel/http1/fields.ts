/** Looks for fields in a flat list of names and values (RFC 9110 §5.1: names do not care for case). */

/** The first value of a field, or undefined. `wanted`: lower case. */
export function fieldIn(headers: readonly string[], wanted: string): string | undefined {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? ''
    // Lengths tell most names apart before any letter is looked at.
    if (name.length === wanted.length && (name === wanted || name.toLowerCase() === wanted)) {
      return headers[at + 1]
    }
  }
  return undefined
}
