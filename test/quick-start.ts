/** What lets the programs that tests start be there sooner: in the environment of each. */
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

export const quickStart = {
  NODE_COMPILE_CACHE: resolve(root, 'dist/.compile-cache'),
  NODE_OPTIONS: `--require=${resolve(root, 'test/quick-passphrase.cjs')}`,
}
