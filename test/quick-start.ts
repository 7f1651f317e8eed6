/** What lets the programs that tests start be there sooner: in the environment of each. */
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

export const quickStart = {
  NODE_COMPILE_CACHE: resolve(root, 'dist/.compile-cache'),
  // Quoted: a folder may have a space in its name.
  NODE_OPTIONS: `--require=${JSON.stringify(resolve(root, 'test/quick-passphrase.cjs'))}`,
}
