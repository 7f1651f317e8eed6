/** A command of this computer as a server for a platform: a real relay, the tunnel, its agent and the command, each in a process of its own. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  agentOf,
  childrenOf,
  done,
  linkedHome,
  platformClient,
  startRelayProgram,
  startTunnel,
} from './tunnel-stand.ts'
import { until } from './until.ts'

const sample = join(import.meta.dirname, '../servers/stdio-sample.ts')
const everything = createRequire(import.meta.url).resolve(
  '@modelcontextprotocol/server-everything/dist/index.js',
)
const command = (...words: string[]) => ['--stdio', '--', process.execPath, ...words]

/** The text of the first part of a result. */
function textIn(result: { readonly content?: unknown }): string {
  const [first] = result.content as { text?: string }[]
  return first?.text ?? ''
}

describe('a command behind the relay', () => {
  it('answers calls, each platform in a process of its own, and ends with the tunnel', async () => {
    await using stack = new AsyncDisposableStack()
    const relay = await startRelayProgram(stack)
    const tunnel = await relay.makeTunnel('commands')
    const { home, publicUrl } = await linkedHome(stack, tunnel, command(sample))
    const running = await startTunnel(home)
    const agent = await agentOf(running)
    expect(childrenOf(agent)).toEqual([])

    const clients = [
      await platformClient(publicUrl, tunnel.accessKey),
      await platformClient(publicUrl, tunnel.accessKey),
    ]
    const answers = await Promise.all(
      clients.map(async (client, index) => {
        const { tools } = await client.listTools()
        expect(tools.map((each) => each.name)).toEqual(['echo'])
        return textIn(await client.callTool({ name: 'echo', arguments: { text: `c${index}` } }))
      }),
    )
    const commands = answers.map((each) => Number(/ from (\d+)$/.exec(each)?.[1]))
    expect(answers.map((each) => each.slice(0, 2))).toEqual(['c0', 'c1'])
    expect(new Set(commands).size).toBe(2)
    expect(childrenOf(agent)).toEqual(expect.arrayContaining(commands))

    await done(home.run(['tunnel', 'stop']))
    await running.ended
    for (const each of commands) expect(() => process.kill(each, 0)).toThrow(/ESRCH/)
  })

  it('streams progress of a long call as it comes', async () => {
    await using stack = new AsyncDisposableStack()
    const relay = await startRelayProgram(stack)
    const tunnel = await relay.makeTunnel('progress')
    const { home, publicUrl } = await linkedHome(stack, tunnel, command(everything, 'stdio'))
    await startTunnel(home)
    const client = await platformClient(publicUrl, tunnel.accessKey)
    const steps: number[] = []
    const name = 'trigger-long-running-operation'
    const result = await client.callTool(
      { name, arguments: { duration: 1, steps: 4 } },
      { onprogress: ({ progress }) => steps.push(progress) },
    )
    expect(textIn(result)).toContain('completed')
    expect(steps).toEqual([1, 2, 3, 4])
    await client.close()
  })

  it('is answered again, in a new session, when its agent was killed', async () => {
    await using stack = new AsyncDisposableStack()
    const relay = await startRelayProgram(stack)
    const tunnel = await relay.makeTunnel('killed')
    const { home, publicUrl } = await linkedHome(stack, tunnel, command(sample))
    const running = await startTunnel(home)
    const first = await platformClient(publicUrl, tunnel.accessKey)
    const agent = await agentOf(running)
    process.kill(agent, 'SIGKILL')
    await running.said(/ended by SIGKILL/)
    await until('another agent answers', async () => {
      const again = await platformClient(publicUrl, tunnel.accessKey).catch(() => undefined)
      if (!again) return false
      const text = textIn(await again.callTool({ name: 'echo', arguments: { text: 'again' } }))
      await again.close()
      return text.startsWith('again from ')
    })
    // Its process went with the agent, so the server has to say that the session is gone.
    await expect(first.listTools()).rejects.toMatchObject({ status: 404 })
  })
})
