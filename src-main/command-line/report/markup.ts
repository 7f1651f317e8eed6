/** Text that came from a server, made harmless inside HTML and XML. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escaped, and without the characters that XML 1.0 §2.2 does not allow at all. */
export function escaped(text: string): string {
  return (
    text
      .replace(
        // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
        /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
        '',
      )
      // Direction marks can make a line read as something else.
      .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
      .replace(/[&<>"']/g, (character) => entities[character] ?? '')
  )
}
