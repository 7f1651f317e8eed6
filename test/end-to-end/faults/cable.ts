/**
 * A cable that is cut: the machine is in a network of its own (Linux, root), and from one moment on every packet between it and the relay goes to
 * a hardware address that nobody has. Nothing is refused, reset or answered, on neither side.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempDisposableSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { openHome } from '../aip.ts'
import { callOnce, openStream, untilGood } from './calls.ts'
import type { Outcome } from './calls.ts'
import { must, mustBreak } from './expect.ts'
import { openScene } from './scene.ts'
import type { Fault } from './scene.ts'

const cutMs = 60_000

const cable: Fault = {
  title: 'the cable is cut for a minute: packets vanish, nothing is reset',
  long: true,
  async run(stack, tell) {
    must(process.getuid?.() === 0, 'a network of its own needs root')
    const network = openNetwork(stack)
    const folder = stack.use(mkdtempDisposableSync(join(tmpdir(), 'aip-cable-')))
    const tls = makeCertificate(folder.path, network.relay)
    const trust = { NODE_EXTRA_CA_CERTS: tls.cert }
    const serve = ['--host', network.relay, '--tls-cert', tls.cert, '--tls-key', tls.key]
    const { way } = await openScene(stack, {
      relay: { serve, environment: trust },
      serverHost: network.server,
      openHome: () => openHome(trust, network.launcher),
    })
    // The platform trusts the certificate, too.
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(tls.cert, 'utf8')])
    await untilGood(way)
    const stream = openStream(way)
    await stream.begun
    const at = performance.now()
    const broken = mustBreak(stream, at)
    network.cut()
    // Sent into the dead line; it may have run as far as the relay knows.
    const early = callOnce(way)
    tell(`the stream was broken off after ${await broken} ms`)
    tell(`a call at the moment of the cut: ${wordsOf(await early)}`)
    const asked = performance.now()
    const late = wordsOf(await callOnce(way))
    tell(`a call later: ${late} in ${Math.round(performance.now() - asked)} ms`)
    must(late.startsWith('tunnel_offline'), 'the relay does not know that the machine is gone')
    await wait(Math.max(0, cutMs - (performance.now() - at)))
    network.heal()
    tell(`first good call ${await untilGood(way)} ms after the cable was back`)
  },
}

export const cables: readonly Fault[] = [cable]

function wordsOf(outcome: Outcome): string {
  return outcome.status === 'failed'
    ? `${outcome.code}, delivered: ${outcome.delivered}`
    : outcome.status
}

interface Network {
  /** Addresses of this side: of the relay's cable, which can be cut, and of the server's. */
  readonly relay: string
  readonly server: string
  /** Runs a program on the machine's side. */
  readonly launcher: readonly string[]
  cut(): void
  heal(): void
}

function openNetwork(stack: AsyncDisposableStack): Network {
  const name = `aip${process.pid}`
  const ip = (...words: string[]) =>
    execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] })
  const there = (...words: string[]) => ip('-n', name, ...words)
  ip('netns', 'add', name)
  stack.defer(() => void ip('netns', 'del', name))
  there('link', 'set', 'lo', 'up')
  for (const number of [1, 2]) {
    const [here, far] = [`${name}h${number}`, `${name}m${number}`]
    ip('link', 'add', here, 'type', 'veth', 'peer', 'name', far, 'netns', name)
    ip('address', 'add', `10.77.${number}.1/24`, 'dev', here)
    there('address', 'add', `10.77.${number}.2/24`, 'dev', far)
    ip('link', 'set', here, 'up')
    there('link', 'set', far, 'up')
  }
  const nobody = ['lladdr', '02:00:00:00:00:09', 'nud', 'permanent']
  const ours = ['10.77.1.2', 'dev', `${name}h1`]
  const theirs = ['10.77.1.1', 'dev', `${name}m1`]
  return {
    relay: '10.77.1.1',
    server: '10.77.2.1',
    launcher: ['ip', 'netns', 'exec', name],
    cut() {
      ip('neigh', 'replace', ...ours, ...nobody)
      there('neigh', 'replace', ...theirs, ...nobody)
    },
    heal() {
      ip('neigh', 'del', ...ours)
      there('neigh', 'del', ...theirs)
    },
  }
}

function makeCertificate(folder: string, address: string): { cert: string; key: string } {
  const [cert, key] = [join(folder, 'relay.pem'), join(folder, 'relay.key')]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const names = ['-subj', '/CN=relay', '-addext', `subjectAltName=IP:${address}`]
  const files = ['-days', '2', '-keyout', key, '-out', cert]
  execFileSync('openssl', ['req', '-x509', ...curve, ...names, ...files], { stdio: 'ignore' })
  return { cert, key }
}
