/** A window that ends by itself, for tests of everything around it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The smallest window: it does what the real one does with its link, gives one command, and closes. */
export function closingPage(folder: string): string {
  const files = join(folder, 'window')
  mkdirSync(files, { recursive: true })
  writeFileSync(
    join(files, 'index.html'),
    '<!doctype html><script type=module src=/main.js></script>',
  )
  writeFileSync(
    join(files, 'main.js'),
    `const post = (path, key, body) => fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key && { authorization: 'Bearer ' + key }) },
      body: JSON.stringify(body),
    }).then((answer) => answer.json())
    const { key } = await post('/session', '', { code: location.hash.slice(1) })
    const state = await fetch('/state', { headers: { authorization: 'Bearer ' + key } })
    const reader = state.body.getReader()
    await reader.read()
    await post('/command/preferences.change', key, { theme: 'dark' })
    await reader.read()
    window.close()`,
  )
  return files
}
