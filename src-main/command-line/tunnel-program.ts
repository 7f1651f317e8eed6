/** The verbs of `aip tunnel` with their arguments, help and examples. */
import { InvalidArgumentError, Option } from 'commander'
import type { Command } from 'commander'
import type { RunVerb } from './verb.ts'

type MakeVerb = (parent: Command, usage: string, what: string, example: string) => Command

export function addTunnel(program: Command, run: RunVerb, verb: MakeVerb): void {
  const tunnel = program
    .command('tunnel')
    .description('the Edge Tunnel: lets your platform use servers that only this computer reaches')
    .exitOverride()
  verb(
    tunnel,
    'link <key>',
    'link this computer to a tunnel with the one-time key from its relay; - reads the key from standard input',
    'aip tunnel link -',
  ).action((key: string, options) =>
    run(options, async () => (await import('./verbs/tunnel.ts')).link(key)),
  )
  verb(tunnel, 'unlink', 'forget the link', 'aip tunnel unlink').action((options) =>
    run(options, async () => (await import('./verbs/tunnel.ts')).unlink()),
  )
  addStart(tunnel, run, verb)
  verb(tunnel, 'stop', 'stop the tunnel, wherever it runs', 'aip tunnel stop').action((options) =>
    run(options, async () => (await import('./verbs/tunnel.ts')).stop()),
  )
  verb(
    tunnel,
    'status',
    'agent, line to the relay, servers and sign-ins, each for itself',
    'aip tunnel status',
  ).action((options) =>
    run(options, async () => (await import('./verbs/tunnel-status.ts')).status()),
  )
  verb(tunnel, 'log', 'the calls that came through the tunnel', 'aip tunnel log --follow')
    .option('--follow', 'go on with new ones until Ctrl+C')
    .action((options) =>
      run(options, async () => (await import('./verbs/tunnel-log.ts')).log(options)),
    )
  verb(
    tunnel,
    'expose <name>',
    'offer a connection through the tunnel, with its tools approved as they are now',
    'aip tunnel expose example',
  )
    .option('--pass-through', 'the platform signs in itself; no token is added here')
    .action((name: string, options) =>
      run(options, async () => (await import('./verbs/tunnel.ts')).expose(name, options)),
    )
  verb(tunnel, 'unexpose <name>', 'offer it no longer', 'aip tunnel unexpose example').action(
    (name: string, options) =>
      run(options, async () => (await import('./verbs/tunnel.ts')).unexpose(name)),
  )
}

function addStart(tunnel: Command, run: RunVerb, verb: MakeVerb): void {
  verb(tunnel, 'start', 'run the tunnel and show its traffic', 'aip tunnel start --detach')
    .option('--detach', 'run it in the background, from now on at every login')
    .addOption(
      new Option('--transport <kind>', 'how calls get here')
        .choices(['relay', 'localtunnel', 'local'])
        .default('relay'),
    )
    .option('--host <url>', 'the localtunnel server')
    .option('--local [port]', 'also serve other programs on this computer', portNumber)
    .option('--reveal', 'print the access key of the localtunnel')
    .option('--yes', 'answer yes to questions that only confirm')
    .action((options) =>
      run(options, async () => (await import('./verbs/tunnel-start.ts')).start(options)),
    )
}

function portNumber(value: string): number {
  const port = Number(value)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new InvalidArgumentError('It has to be a port number.')
}
