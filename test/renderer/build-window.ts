/** Builds the window as it is shipped, into a folder of the test's own, so that no older build is tested. */
import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const root = resolve(import.meta.dirname, '../..')

/** In a process of its own: the test runner's NODE_ENV would make it a development build. */
export async function buildWindow(folder: string): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const config = join(root, 'vite.renderer.config.ts')
  const args = [vite, 'build', '--config', config, '--outDir', folder, '--emptyOutDir']
  const env = { ...process.env, NODE_ENV: 'production' }
  await promisify(execFile)(process.execPath, args, { cwd: root, env })
}
