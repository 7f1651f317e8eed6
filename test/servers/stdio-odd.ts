/** A server over a pipe that misbehaves as its tools are called: ends, hangs, chatters, floods, starts others, and does not hear SIGTERM. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

interface Asked {
  id?: number | string
  method?: string
  params?: { name?: string; protocolVersion?: string; arguments?: Record<string, unknown> }
}

const say = (value: object) =>
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...value }) + '\n')
const text = (id: Asked['id'], words: string) =>
  say({ id, result: { content: [{ type: 'text', text: words }] } })

process.on('SIGTERM', () => undefined)
// It stays when its input ends, too.
setInterval(() => undefined, 1000)

const tools: Record<string, (asked: Asked) => void> = {
  crash: () => {
    process.stderr.write(`gone, with ${process.env['API_SECRET'] ?? 'nothing'}\n`)
    process.exit(3)
  },
  hang: () => undefined,
  chatter: ({ id }) => {
    process.stdout.write('Listening on nothing!\n\n{"no":"message"}\n')
    text(id, 'still understood')
  },
  flood: () => void process.stdout.write('x'.repeat(33 * 1024 * 1024)),
  large: ({ id }) => text(id, 'é'.repeat(2_000_000)),
  pid: ({ id }) => text(id, String(process.pid)),
  names: ({ id }) => text(id, Object.keys(process.env).toSorted().join(' ')),
  where: ({ id }) => text(id, [process.cwd(), ...process.argv.slice(2)].join('\n')),
  descend: ({ id }) => {
    const stubborn = "process.on('SIGTERM',()=>{});setInterval(()=>{},1000)"
    const { pid } = spawn(process.execPath, ['-e', stubborn], { stdio: 'inherit' })
    text(id, `${process.pid} ${pid ?? 0}`)
  },
  ask: () => say({ id: 'mine', method: 'roots/list' }),
}

let asking: Asked['id']
createInterface({ input: process.stdin }).on('line', (line) => {
  const asked = JSON.parse(line) as Asked & { result?: unknown }
  if (asked.method === undefined) return text(asking, JSON.stringify(asked))
  if (asked.method === 'initialize') {
    const protocolVersion = asked.params?.protocolVersion
    const serverInfo = { name: 'stdio-odd', version: '1' }
    return say({
      id: asked.id,
      result: { protocolVersion, capabilities: { tools: {} }, serverInfo },
    })
  }
  if (asked.method === 'tools/call') {
    if (asked.params?.name === 'ask') asking = asked.id
    return tools[asked.params?.name ?? '']?.(asked)
  }
  if (asked.id !== undefined) say({ id: asked.id, error: { code: -32601, message: 'unknown' } })
})
