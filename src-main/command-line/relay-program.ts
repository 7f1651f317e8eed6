/** The verbs of `aip relay` with their arguments, help and examples. */
import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'
import type { RunVerb } from './verb.ts'

type MakeVerb = (parent: Command, usage: string, what: string, example: string) => Command

export function addRelay(program: Command, run: RunVerb, verb: MakeVerb): void {
  const relay = program
    .command('relay')
    .description("the tunnel's other end: runs a relay on your platform's side, and administers it")
    .exitOverride()
  addServe(relay, run, verb)
  addTunnels(relay, run, verb)
  addKeys(relay, run, verb)
  const device = relay.command('device').description('machines that are linked').exitOverride()
  administration(
    verb(device, 'list', 'machines and whether they are connected', 'aip relay device list'),
  ).action((options) =>
    run(options, async () => (await import('./verbs/relay.ts')).listDevices(options)),
  )
  administration(
    verb(device, 'revoke <id>', 'cut a machine off, at once', 'aip relay device revoke dev_1a2b3c'),
  ).action((id: string, options) =>
    run(options, async () => (await import('./verbs/relay.ts')).revokeDevice(id, options)),
  )
}

function addServe(relay: Command, run: RunVerb, verb: MakeVerb): void {
  verb(relay, 'serve', 'run a relay; prints its admin key on the first start', 'aip relay serve')
    .option('--port <port>', 'where it listens', port, 8080)
    .option('--host <address>', 'address it listens on', '127.0.0.1')
    .option('--data <folder>', 'folder of its directory (default: relay in the data folder)')
    .option('--tls-cert <file>', 'certificate chain, PEM')
    .option('--tls-key <file>', 'its private key, PEM')
    .option('--client-ca <file>', 'callers need a certificate of this authority, PEM')
    .option('--caller-port <port>', 'also takes callers of this computer here, unencrypted', port)
    .option('--public-url <url>', 'address under which machines and platform reach it')
    .option('--wildcard-domain <domain>', 'tunnels are also <alias>.<domain>')
    .option('--trust-proxy', 'a proxy of yours is in front and writes X-Forwarded-*')
    .option('--body-limit <megabytes>', 'largest request', megabytes, 32)
    .action((options) =>
      run(options, async () => (await import('./verbs/relay-serve.ts')).serve(options)),
    )
}

function addTunnels(relay: Command, run: RunVerb, verb: MakeVerb): void {
  const tunnel = relay.command('tunnel').description('routes to machines').exitOverride()
  administration(
    verb(
      tunnel,
      'create <alias>',
      'make a tunnel; prints the link key for its machine',
      'aip relay tunnel create ada --relay https://relay.example.com',
    ),
  )
    .option('--organization', 'several machines join it with the same link key')
    .option('--unguessable', 'add random characters to the alias')
    .option('--allow-from <network>', 'callers come from this network only; repeat', collect, [])
    .action((alias: string, options) =>
      run(options, async () => (await import('./verbs/relay.ts')).createTunnel(alias, options)),
    )
  administration(verb(tunnel, 'list', 'all tunnels', 'aip relay tunnel list')).action((options) =>
    run(options, async () => (await import('./verbs/relay.ts')).listTunnels(options)),
  )
  administration(
    verb(
      tunnel,
      'remove <alias>',
      'remove a tunnel, its machines and keys',
      'aip relay tunnel remove ada',
    ),
  ).action((alias: string, options) =>
    run(options, async () => (await import('./verbs/relay.ts')).removeTunnel(alias, options)),
  )
}

function addKeys(relay: Command, run: RunVerb, verb: MakeVerb): void {
  const key = relay
    .command('key')
    .description('access keys for the platform, link keys for machines')
    .exitOverride()
  administration(
    verb(
      key,
      'create <tunnel>',
      'make an access key; prints it this once',
      'aip relay key create ada --name platform',
    ),
  )
    .option('--name <name>', 'what the machine is told about the caller', 'platform')
    .option('--overlap <seconds>', 'older keys of this name end after this time', overlap)
    .option('--link', 'make a link key for another machine instead')
    .action((alias: string, options) =>
      run(options, async () => (await import('./verbs/relay.ts')).createKey(alias, options)),
    )
  administration(
    verb(key, 'list <tunnel>', 'access keys of a tunnel', 'aip relay key list ada'),
  ).action((alias: string, options) =>
    run(options, async () => (await import('./verbs/relay.ts')).listKeys(alias, options)),
  )
  administration(
    verb(key, 'revoke <id>', 'end an access key, at once', 'aip relay key revoke key_1a2b3c'),
  ).action((id: string, options) =>
    run(options, async () => (await import('./verbs/relay.ts')).revokeKey(id, options)),
  )
}

function administration(command: Command): Command {
  return command
    .option('--relay <url>', 'address of the relay', 'http://127.0.0.1:8080')
    .addHelpText(
      'after',
      '\nThe admin key comes from AIP_RELAY_ADMIN_KEY, or else from standard input.',
    )
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

const port = numberBetween(0, 65_535)
const megabytes = numberBetween(1, 4096)
const overlap = numberBetween(0, 2_592_000)

function numberBetween(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value)
    if (Number.isInteger(number) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`It has to be a whole number from ${least} to ${most}.`)
  }
}
