/** Makes the words of a server fit to be shown: short, one line, without secrets. */

const LONGEST = 300

/** Control characters, line separators, and the marks that turn the direction of text around. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu

/** JSON Web Tokens, and opaque strings longer than any word, identifier or correlation id. */
const TOKEN_LIKE = /eyJ[\w-]+(?:\.[\w-]*)*|[\w~+=.-]{64,}/g

/** `text` without control characters, known `secrets` and everything that looks like a token, cut to 300 characters. */
export function serverWords(text: string, secrets: readonly string[] = []): string {
  const hidden = secrets
    .filter((secret) => secret.length >= 4)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((words, secret) => words.replaceAll(secret, '[removed]'), text)
  const plain = hidden.replace(TOKEN_LIKE, '[removed]').replace(UNPRINTABLE, ' ').trim()
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain
}
