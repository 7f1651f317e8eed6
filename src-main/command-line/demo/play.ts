/** Plays one scene: connect, tools, call, the same through the tunnel, refresh, sign-out; every step is checked at the server, and one that did not happen fails the demonstration. */
import { performance } from 'node:perf_hooks'
import type { Guide } from '#core/guide.ts'
import type { App } from '#core/app/app.ts'
import type { Output } from '../output.ts'
import type { Platform } from './platform.ts'
import type { Scene } from './scenes.ts'

export interface Stage {
  readonly app: App
  readonly platform: Platform
  readonly guide: Guide
  readonly output: Output
  readonly signal: AbortSignal
}

/** Resolves with the number of steps that were seen to happen; throws with the first that was not. */
export async function play(scene: Scene, stage: Stage): Promise<number> {
  const { app, guide, signal } = stage
  const { server, request } = await scene.start()
  let steps = 0
  const step = async (name: string, work: () => Promise<string>) => {
    const before = performance.now()
    const said = await work()
    steps++
    line(stage.output, name, said, performance.now() - before)
  }
  try {
    const { connection } = await connected(scene, stage, request, step)
    const { name } = connection
    await step('tools', async () => {
      const tools = await app.tools(name, guide, signal)
      return tools.map((tool) => tool.name).join(', ')
    })
    await step('call', () => callBoth(name, stage, connection.account))
    await step('tunnel', () => callThroughTunnel(name, stage, connection.account))
    if (scene.signsIn) {
      await step('refresh', () => refreshed(name, stage))
      await step('sign-out', () => signedOut(name, connection.url, stage))
    }
    await app.remove(name, signal)
    return steps
  } finally {
    await server.close()
  }
}

async function connected(
  scene: Scene,
  { app, guide, signal }: Stage,
  request: Parameters<App['connect']>[0],
  step: (name: string, work: () => Promise<string>) => Promise<void>,
) {
  let result: Awaited<ReturnType<App['connect']>> | undefined
  await step('connect', async () => {
    result = await app.connect(request, guide, signal)
    const { connection, tools } = result
    expect(connection.mode === scene.mode, `the auth mode is ${connection.mode}`)
    expect(connection.status === 'ready', `the status is ${connection.status}`)
    const who = connection.account === '' ? '' : ` · as ${connection.account}`
    return `${connection.mode}${who} · ${tools} tools`
  })
  if (!result) throw new Error('The step did not run.')
  return result
}

async function callBoth(
  name: string,
  { app, guide, signal }: Stage,
  account: string,
): Promise<string> {
  const sum = textOf(await app.call(name, 'add', { a: 2, b: 40 }, guide, signal))
  expect(sum === '42', `2 + 40 came back as ${sum}`)
  const who = textOf(await app.call(name, 'who_am_i', {}, guide, signal))
  expect(account === '' || account.startsWith(who), `the server takes us for ${who}`)
  return `add 2 and 40 → ${sum}, who_am_i → ${who}`
}

/** The platform's side: its client has the public address and the access key, and no token. */
async function callThroughTunnel(
  name: string,
  { platform, signal }: Stage,
  account: string,
): Promise<string> {
  const session = await platform.open(name)
  try {
    const tools = await session.listTools(signal)
    const sum = textOf(await session.callTool('add', { a: 2, b: 40 }, signal))
    expect(sum === '42', `through the tunnel 2 + 40 came back as ${sum}`)
    const who = textOf(await session.callTool('who_am_i', {}, signal))
    const same = who !== '' && (account === '' || account.startsWith(who))
    expect(same, `through the tunnel the server takes us for ${who}`)
    return `the platform lists ${tools.length} tools through the relay, add 2 and 40 → ${sum}, who_am_i → ${who}`
  } finally {
    await session.close()
  }
}

async function refreshed(name: string, { app, guide, signal }: Stage): Promise<string> {
  const before = await app.revealToken(name)
  await app.refresh(name, signal)
  expect((await app.revealToken(name)) !== before, 'the token is the old one')
  await app.tools(name, guide, signal)
  return 'a new access token, and the server takes it'
}

async function signedOut(name: string, url: string, { app, signal }: Stage): Promise<string> {
  const token = await app.revealToken(name)
  const receipt = await app.signOut(name, signal)
  expect(receipt.refreshToken.result === 'revoked', 'the refresh token was not revoked')
  const { status } = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    signal,
  })
  expect(status === 401, `the server still answers the old token with ${status}`)
  return 'tokens revoked; the server answers the old one with 401'
}

function textOf(result: Awaited<ReturnType<App['call']>>): string {
  const [first] = result.content
  return first?.type === 'text' ? first.text : ''
}

function expect(happened: boolean, otherwise: string): void {
  if (!happened) throw new Error(otherwise)
}

function line(output: Output, name: string, said: string, ms: number): void {
  const { paint } = output
  const time = paint.dim(`${(ms / 1000).toFixed(2)} s`)
  output.note(`   ${paint.good('✓')} ${name.padEnd(9)} ${said}  ${time}`)
}
