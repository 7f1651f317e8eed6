/** What an idle agent costs the relay: memory and time of a relay with a thousand of them, over one that is empty. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { connectCarrier } from '#tunnel/agent/carrier/connect-carrier.ts'
import { link } from '#tunnel/agent/link.ts'
import { TunnelCreated, adminPath } from '#tunnel/protocol/admin.ts'
import { markdown } from '../table.ts'

const count = 1000
const aip = resolve(import.meta.dirname, '../../../dist/node/aip.mjs')
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString())
const Listening = z.object({ listening: z.string(), adminKey: z.string() })

/** Waits until the agents' spare sockets are let go, which takes more than two minutes. */
export async function benchIdleAgents(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'aip-idle-'))
  const line = [aip, 'relay', 'serve', '--port', '0', '--data', folder, '--json']
  const relay = spawn(process.execPath, line, { stdio: ['ignore', 'pipe', 'ignore'] })
  const closers: (() => Promise<void>)[] = []
  try {
    const [first] = await once(relay.stdout.setEncoding('utf8'), 'data')
    const { listening, adminKey } = Listening.parse(JSON.parse(String(first).split('\n')[0] ?? ''))
    const pid = relay.pid ?? 0
    const { linkKey } = TunnelCreated.parse(await createTunnel(listening, adminKey))
    await sleep(2000)
    const empty = memoryOf(pid)
    for (let number = 0; number < count; number += 1) {
      closers.push(await connectOne(linkKey, number))
    }
    const connected = memoryOf(pid)
    await sleep(180_000)
    const before = processorOf(pid)
    await sleep(30_000)
    const share = (processorOf(pid) - before) / 30
    const idle = memoryOf(pid)
    const each = (bytes: number) => `${((bytes - empty) / count / 1024).toFixed(0)} KB`
    return markdown(
      [`${count} idle agents on one relay`, ''],
      [
        ['memory for each, just connected', each(connected)],
        ['memory for each, idle for three minutes', each(idle)],
        ['share of one core', `${(share * 100).toFixed(1)} %`],
      ],
    )
  } finally {
    await Promise.all(closers.map((close) => close()))
    relay.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

async function createTunnel(relay: string, adminKey: string): Promise<unknown> {
  const answer = await fetch(`${relay}${adminPath}/tunnels`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ alias: 'idle', organization: true }),
  })
  return answer.json()
}

async function connectOne(linkKey: string, number: number): Promise<() => Promise<void>> {
  const { signal } = new AbortController()
  const facts = { name: `machine ${number}`, os: 'bench', version: '1' }
  const device = await link(linkKey, { ...facts, signal })
  const carrier = connectCarrier({
    relays: [device.relay],
    identity: device,
    software: { version: '1', os: 'bench' },
    onRequest: (_request, response) => response.end(),
    clock: {
      now: () => Date.now(),
      wait: (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }) }),
    },
    random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
    log: { write: () => undefined },
  })
  const waiting = new Promise<void>((resolved) => {
    carrier.watch((line) => {
      if (line.status === 'online') resolved()
    })
  })
  await waiting
  return () => carrier.close()
}

function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
}

/** Seconds of processor time so far. */
function processorOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(stat[11]) + Number(stat[12])) / ticksPerSecond
}
