/** `aip tunnel start`: runs the tunnel here and shows what it does, or hands it to the background. */
import { createHash } from 'node:crypto'
import { appError } from '#core/app-error.ts'
import { linkFacts, notLinked } from '#core/tunnel/link-record.ts'
import { localPort, ownAccessKey, rememberLocalPort } from '#core/tunnel/own-access-key.ts'
import type { AgentTransport, LocalWish } from '#core/tunnel/ports.ts'
import type { TunnelState } from '#core/tunnel/tunnel-state.ts'
import type { ComposedTunnel } from '../compose-tunnel.ts'
import type { Output } from '../output.ts'
import { createQuestions } from '../questions.ts'
import { startInBackground } from '../service/use-service.ts'
import type { Verb, VerbContext } from '../verb.ts'
import { callText } from './tunnel-log.ts'
import { withTunnel } from './tunnel.ts'

export interface StartOptions {
  readonly detach?: boolean
  readonly transport: string
  readonly host?: string
  readonly reveal?: boolean
  readonly yes?: boolean
  /** True: at the port used last. */
  readonly local?: true | number
}

export function start(options: StartOptions): Verb {
  return withTunnel(async (tunnel, context) => {
    const { output, signal } = context
    const transport = await transportFor(options, tunnel, context)
    if (options.detach === true) return startDetached(options, tunnel, context)
    const local = await localWish(options, tunnel)
    const tell = teller(output)
    await tunnel.run(
      {
        state: tell,
        local: (port, why) => output.note(localText(port, why)),
        calls: (calls) =>
          output.results(
            calls.map((call) => ({ type: 'call', ...call })),
            (call) => callText(call, output.paint),
          ),
      },
      signal,
      { ...(transport && { transport }), ...(local && { local }) },
    )
    output.note('The tunnel is stopped.')
  })
}

async function startDetached(
  options: StartOptions,
  tunnel: ComposedTunnel,
  context: VerbContext,
): Promise<void> {
  const { host, output, signal } = context
  if (host.env['AIP_VAULT'] === 'session') throw needsKeptVault()
  if (tunnel.isRunning()) throw alreadyRunning()
  const how = await startInBackground(host, tunnel.machine.folder, againArguments(options))
  const { clock } = tunnel.machine.ports
  const patience = clock.now() + 20_000
  while (!tunnel.isRunning()) {
    if (clock.now() > patience) throw didNotStart(tunnel.machine.folder)
    await clock.wait(200, signal)
  }
  output.result(
    { detached: true, by: how },
    `The tunnel runs in the background (${how}). Look at it with: aip tunnel status`,
  )
}

/** The arguments of the run in the background: what was confirmed here is not asked there. */
function againArguments({ transport, host, local }: StartOptions): string[] {
  const more = host === undefined ? [] : ['--host', host]
  const also = local === undefined ? [] : ['--local', ...(local === true ? [] : [String(local)])]
  return ['tunnel', 'start', '--yes', '--transport', transport, ...more, ...also]
}

/** Undefined: the linked relay. */
async function transportFor(
  options: StartOptions,
  tunnel: ComposedTunnel,
  context: VerbContext,
): Promise<AgentTransport | undefined> {
  const { vault, random, store } = tunnel.machine.ports
  if (options.transport === 'local') return { kind: 'local' }
  if (options.transport !== 'localtunnel') {
    if (!linkFacts(store)) throw notLinked()
    return undefined
  }
  const host = options.host ?? ''
  if (!URL.canParse(host) || !/^https?:$/.test(new URL(host).protocol)) throw needsHost()
  await confirmLocaltunnel(options, tunnel, context)
  const key = await ownAccessKey(vault, random, 'localtunnel')
  if (options.reveal === true) context.output.note(`Access key: ${key}`)
  else context.output.note('Its access key is printed with --reveal.')
  return { kind: 'localtunnel', host: new URL(host).origin, accessKeyHash: sha256(key) }
}

/** The server sees every request and answer in clear: nobody's token goes with them unasked. */
async function confirmLocaltunnel(
  { yes }: StartOptions,
  tunnel: ComposedTunnel,
  { output, host, signal }: VerbContext,
): Promise<void> {
  output.note(
    output.paint.warn(
      'Calls over localtunnel are readable by whoever runs its server, and its line is not encrypted. Only the access key keeps others out.',
    ),
  )
  const names = tunnel
    .exposed()
    .filter((each) => each.connection.mode !== 'NoAuth' && !each.record.passThrough)
    .map((each) => each.connection.name)
  if (names.length === 0 || yes === true) return
  const questions = createQuestions(host)
  try {
    output.note(`Your sign-ins are used for calls to: ${names.join(', ')}.`)
    const answer = await questions.line('Go on? [y/N] ', signal)
    if (answer !== undefined && /^y(es)?$/i.test(answer.trim())) return
  } finally {
    questions.close()
  }
  throw appError('cancelled', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: 'The tunnel was not started.',
    next: 'Answer y, or give --yes, to use it; a relay of your own is the safe way.',
  })
}

/** Undefined: nobody asked to listen for programs of this computer. */
async function localWish(
  { local, transport }: StartOptions,
  { machine }: ComposedTunnel,
): Promise<LocalWish | undefined> {
  if (local === undefined && transport !== 'local') return undefined
  const { store, vault, random } = machine.ports
  if (typeof local === 'number') rememberLocalPort(store, local)
  const accessKeyHash = sha256(await ownAccessKey(vault, random, 'local-gateway'))
  return { port: localPort(store), accessKeyHash }
}

function localText(port: number, why: string): string {
  return port === 0
    ? `Not listening for programs of this computer: ${why}`
    : `Programs of this computer: http://127.0.0.1:${port}/mcp/<name> (aip export --gateway)`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Says each change of agent and line once. */
function teller(output: Output): (state: TunnelState) => void {
  let told = ''
  return (state) => {
    const { agent, lines, publicUrl } = state
    const line = lines.map((each) => each.status).join(', ') || 'none'
    const now = `${agent.status}/${line}`
    if (now === told) return
    told = now
    const online = lines.some((each) => each.status === 'online')
    if (output.json) output.result({ type: 'state', agent, lines, publicUrl: publicUrl ?? '' }, '')
    else if (online) {
      output.note(`${output.paint.good('●')} online: ${publicUrl ?? ''}/<name>`)
    } else output.note(`${output.paint.warn('○')} agent ${agent.status}, line: ${whyOf(state)}`)
  }
}

function whyOf({ lines, agent }: TunnelState): string {
  if (agent.status === 'failed') return agent.why
  const [first] = lines
  if (!first) return 'none'
  return 'why' in first ? `${first.status} (${first.why})` : first.status
}

function needsHost() {
  return appError('bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: 'A localtunnel needs the address of its server.',
    next: 'Name it: aip tunnel start --transport localtunnel --host https://localtunnel.example.com',
  })
}

function needsKeptVault() {
  return appError('not-supported', {
    step: 'tunnel',
    whoseTurn: 'you',
    message:
      'With AIP_VAULT=session nothing is kept, so a process in the background has no sign-ins.',
    next: 'Use the keychain or a passphrase, or run aip tunnel start without --detach.',
  })
}

function alreadyRunning() {
  return appError('tunnel-running', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: 'The tunnel runs already.',
    next: 'Look at it with aip tunnel status, or stop it with aip tunnel stop.',
  })
}

function didNotStart(folder: string) {
  return appError('agent-not-running', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: 'The tunnel did not start in the background.',
    next: `Run aip tunnel start to see why, or look into tunnel.log in ${folder}.`,
  })
}
