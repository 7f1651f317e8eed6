/** One app for one data folder: who is found, who is believed, and who gets the key. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createRandom } from '#adapters/random.ts'
import { announceApp, askForWindow, findRunningApp, handOver } from '#adapters/running-app.ts'
import { startProgramServer } from '../../src-main/program-door/program-server.ts'
import { privateFolder } from './store/private-folder.ts'

it('finds the app that runs and asks it for a window', async () => {
  const { folder, opened, key } = await running()
  const found = await findRunningApp(folder)
  expect(found?.key).toBe(key)
  if (!found) throw new Error('it was not found')
  expect(await askForWindow(found, false)).toEqual({})
  expect(opened.count).toBe(1)
  const { link } = await askForWindow(found, true)
  expect(link).toBe('http://127.0.0.1:1/#a-code')
  expect(opened.count).toBe(1)
})

it('lets a later start end where one runs, and only there', async () => {
  const { folder, opened } = await running()
  const links: string[] = []
  const show = async (link: string) => links.push(link)
  expect(await handOver(folder, show)).toBe(true)
  expect([opened.count, links]).toEqual([1, []])
  expect(await handOver(privateFolder(), show)).toBe(false)
})

it('keeps the file to this user, and takes it away at the end', async () => {
  const { folder, retract } = await running()
  const file = join(folder, 'running-app.json')
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  retract()
  expect(existsSync(file)).toBe(false)
})

it('leaves the file of a later app alone', async () => {
  const { folder, retract } = await running()
  const later = announceApp(folder, { port: 1, key: 'k'.repeat(43) })
  retract()
  expect(existsSync(join(folder, 'running-app.json'))).toBe(true)
  later()
})

it('shows the key to nobody who only has the port by now', async () => {
  const folder = privateFolder()
  const heard: string[] = []
  const impostor = createServer((request, response) => {
    heard.push(JSON.stringify(request.headers))
    request.on('data', (chunk: Buffer) => heard.push(chunk.toString()))
    request.on('end', () => response.end('{"proof":"of nothing"}'))
  })
  await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void impostor.close())
  const { port } = impostor.address() as AddressInfo
  const key = 'hush-hush-'.repeat(4)
  announceApp(folder, { port, key })
  expect(await findRunningApp(folder)).toBeUndefined()
  expect(heard.length).toBeGreaterThan(0)
  expect(heard.join()).not.toContain('hush-hush')
})

it.each(['', '{', '{"port":0}', '{"port":80,"key":"x","process":1}'])(
  'finds nobody in a file that says %j',
  async (text) => {
    const folder = privateFolder()
    writeFileSync(join(folder, 'running-app.json'), text)
    expect(await findRunningApp(folder)).toBeUndefined()
  },
)

it('finds nobody after the app was killed', async () => {
  const folder = privateFolder()
  const gone = { port: 9, key: 'k'.repeat(43), process: 2 ** 22 + 1 }
  writeFileSync(join(folder, 'running-app.json'), JSON.stringify(gone))
  expect(await findRunningApp(folder)).toBeUndefined()
})

async function running() {
  const folder = privateFolder()
  const opened = { count: 0 }
  const server = await startProgramServer({
    appFor: () => {
      throw new Error('no verb is asked for here')
    },
    random: createRandom(),
    log: { write: () => undefined },
    onOpen: async (link) => {
      if (link) return { link: 'http://127.0.0.1:1/#a-code' }
      opened.count += 1
      return {}
    },
  })
  onTestFinished(() => server.close())
  const { port, key } = server
  return { folder, opened, key, retract: announceApp(folder, { port, key }) }
}
