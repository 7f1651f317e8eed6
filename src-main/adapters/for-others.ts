/** Makes a text fit to be passed on: no secrets, no home folder, no control characters. */
import { homedir } from 'node:os'
import { redact } from '#adapters/redact.ts'

export function forOthers(text: string): string {
  const home = homedir()
  const plain = redact(text)
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g
  return (home.length > 1 ? plain.replaceAll(home, '~') : plain).replace(control, '')
}
