/** Every verb with its arguments, help and example. Loads nothing but the parser: `aip --help` has to be quick. */
import { appError } from '#core/app-error.ts'
import { Command, InvalidArgumentError, Option } from 'commander'
import { addRelay } from './relay-program.ts'
import { version } from './version.ts'
import { addTunnel } from './tunnel-program.ts'
import type { RunVerb } from './verb.ts'

export function createProgram(run: RunVerb): Command {
  const program = new Command('aip')
    .description('Connects MCP servers to your AI platform: sign-in, tokens kept on this computer.')
    .version(version, '-V, --version')
    .exitOverride()
    .showSuggestionAfterError()
    // What does not fit becomes a problem like every other (usage-problem.ts).
    .configureOutput({ outputError: () => undefined })
    .configureHelp({ sortSubcommands: false })
    .addHelpText('after', environmentHelp)
  addJourney(program, run)
  addConnections(program, run)
  addTokens(program, run)
  addUse(program, run)
  addTunnel(program, run, verb)
  addRelay(program, run, verb)
  addExchange(program, run)
  addDiagnosis(program, run)
  return program
}

function addJourney(program: Command, run: RunVerb): void {
  verb(program, 'open', 'open the window', 'aip open')
    .option('--print-link', 'only print the link, for a browser on another computer')
    .option('--browser', 'use an installed browser even where Electron is installed')
    .action((options: { printLink?: boolean; browser?: boolean; json?: boolean }) =>
      run(options, async () => (await import('./verbs/open.ts')).open(options)),
    )
  verb(
    program,
    'discover <url>',
    'find out how a server wants to be signed in to; changes nothing, opens nothing',
    'aip discover https://mcp.example.com/mcp',
  )
    .option('--identity-provider <file>', "settings of your company's sign-in, for enterprise")
    .option('--assertion <file>', 'identity token of the platform, for workload')
    .option('--login-host <host>', "host that replaces the authorization server's")
    .action((url: string, options) =>
      run(options, async () => (await import('./verbs/discover.ts')).discover(url, options)),
    )
  journeyOptions(
    verb(
      program,
      'connect [url] [words...]',
      'discover, register, sign in, list the tools, save',
      'aip connect https://mcp.example.com/mcp --name example',
    ),
  ).action((url: string | undefined, words: string[], options) =>
    run(options, async () =>
      options.stdio === true
        ? (await import('./verbs/connect-command.ts')).connectCommand(
            url === undefined ? [] : [url, ...words],
            options,
          )
        : (await import('./verbs/connect.ts')).connect(onlyAddress(url, words), options),
    ),
  )
  verb(program, 'demo', 'the whole product on sample servers on this computer', 'aip demo').action(
    (options) => run(options, async () => (await import('./verbs/demo.ts')).demo()),
  )
}

function onlyAddress(url: string | undefined, words: readonly string[]): string {
  if (url !== undefined && words.length === 0) return url
  throw appError('bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: 'One address is expected.',
    next: 'Write aip connect <url>, or for a command aip connect --stdio -- <program> <arguments>.',
  })
}

function journeyOptions(command: Command): Command {
  return command
    .option('--name <name>', 'name of the connection (default: made from the address)')
    .option('--scope <scopes>', 'scopes to ask for, separated by spaces')
    .option('--client-id <id>', 'client id of an OAuth app registered by hand')
    .option('--client-secret-stdin', 'read its secret from standard input')
    .option('--client-key <file>', 'PEM file with the key that signs in place of a secret')
    .option('--client-metadata-url <url>', 'address of a client id metadata document')
    .option('--callback <url>', 'callback of the AI platform the app is registered with')
    .addOption(
      new Option('--grant <grant>', 'how to get a token')
        .choices(['code', 'device', 'client-credentials', 'enterprise', 'workload'])
        .default('code'),
    )
    .option('--identity-provider <file>', "settings of your company's sign-in, for enterprise")
    .option('--assertion <file>', 'identity token of the platform, for workload')
    .option('--login-host <host>', "host that replaces the authorization server's")
    .option('--header <line>', "static header, 'Name: value'; repeat for more", collect, [])
    .addOption(
      new Option('--resource <mode>', 'resource parameter (RFC 8707)')
        .choices(['auto', 'send', 'omit'])
        .default('auto'),
    )
    .option('--stdio', 'the server is a command of this computer: write it after --')
    .option(
      '--env <name>',
      'with --stdio: environment variable to hand on; repeat for more',
      collect,
      [],
    )
    .option('--folder <folder>', 'with --stdio: its working folder (default: your home folder)')
    .option('--tunnel', 'offer it through the Edge Tunnel as well')
    .option('--no-browser', 'only print the link')
    .option('--timeout <seconds>', 'how long to wait for you', seconds, 600)
    .option('--yes', 'answer yes to questions that only confirm')
}

function addConnections(program: Command, run: RunVerb): void {
  verb(program, 'list', 'all connections', 'aip list').action((options) =>
    run(options, async () => (await import('./verbs/connections.ts')).list()),
  )
  verb(program, 'show <name>', 'one connection', 'aip show example').action(
    (name: string, options) =>
      run(options, async () => (await import('./verbs/connections.ts')).show(name)),
  )
  verb(
    program,
    'rename <name> <new-name>',
    'rename a connection',
    'aip rename example work',
  ).action((name: string, to: string, options) =>
    run(options, async () => (await import('./verbs/connections.ts')).rename(name, to)),
  )
  verb(program, 'remove <name>', 'sign out and forget a connection', 'aip remove example --yes')
    .option('--yes', 'do not ask')
    .action((name: string, options) =>
      run(options, async () => (await import('./verbs/connections.ts')).remove(name, options)),
    )
}

function addTokens(program: Command, run: RunVerb): void {
  verb(program, 'sign-in <name>', 'sign in again', 'aip sign-in example --account-switch')
    .option('--account-switch', 'choose another account')
    .option('--forget-registration', 'register this app anew first')
    .option('--no-browser', 'only print the link')
    .option('--timeout <seconds>', 'how long to wait for you', seconds, 600)
    .option('--yes', 'answer yes to questions that only confirm')
    .action((name: string, options) =>
      run(options, async () => (await import('./verbs/sign-in.ts')).signIn(name, options)),
    )
  verb(
    program,
    'sign-out <name>',
    'revoke the tokens at the server and delete them here',
    'aip sign-out example',
  ).action((name: string, options) =>
    run(options, async () => (await import('./verbs/sign-in.ts')).signOut(name)),
  )
  verb(
    program,
    'token <name>',
    'what is stored: scopes, expiry, issuer, account',
    'aip token example',
  )
    .option('--reveal', 'print the access token itself')
    .action((name: string, options) =>
      run(options, async () => (await import('./verbs/token.ts')).token(name, options)),
    )
  verb(program, 'refresh <name>', 'get a new access token now', 'aip refresh example').action(
    (name: string, options) =>
      run(options, async () => (await import('./verbs/token.ts')).refresh(name)),
  )
}

function addUse(program: Command, run: RunVerb): void {
  verb(program, 'tools <name>', 'the tools of a server', 'aip tools example')
    .option('--yes', 'answer yes to questions that only confirm')
    .action((name: string, options) =>
      run(options, async () => (await import('./verbs/tools.ts')).tools(name, options)),
    )
  verb(
    program,
    'call <name> <tool> [json]',
    'call a tool; the arguments are a JSON object, - reads them from standard input',
    `aip call example add '{"a": 2, "b": 3}'`,
  )
    .option('--yes', 'answer yes to questions that only confirm')
    .action((name: string, tool: string, json: string | undefined, options) =>
      run(options, async () => (await import('./verbs/tools.ts')).call(name, tool, json, options)),
    )
  verb(
    program,
    'stdio <name>',
    'bridge a stdio MCP client to a connection; the tokens stay here',
    'aip stdio example',
  ).action((name: string, options) =>
    run(options, async () => (await import('./verbs/stdio.ts')).stdio(name)),
  )
}

function addExchange(program: Command, run: RunVerb): void {
  verb(
    program,
    'import [file]',
    'read servers from an mcp.json, a command line or an address; - or nothing reads standard input',
    'aip import ~/.cursor/mcp.json',
  ).action((file: string | undefined, options) =>
    run(options, async () => (await import('./verbs/exchange.ts')).importServers(file)),
  )
  verb(program, 'export', 'write an mcp.json without secrets', 'aip export > mcp.json')
    .option('--gateway', 'for other programs on this computer, by way of aip tunnel start --local')
    .option('--reveal', 'with --gateway: write its access key in place of a variable')
    .action((options) =>
      run(options, async () =>
        options.gateway === true
          ? (await import('./verbs/export-gateway.ts')).exportGateway(options)
          : (await import('./verbs/exchange.ts')).exportServers(),
      ),
    )
}

function addDiagnosis(program: Command, run: RunVerb): void {
  verb(
    program,
    'doctor [target]',
    'check this computer, an address, or a connection by its name',
    'aip doctor https://mcp.example.com/mcp',
  )
    .option('--bundle <file>', 'write a report for support, without secrets, after showing it')
    .option('--yes', 'write it without asking')
    .action((target: string | undefined, options) =>
      run(options, async () => (await import('./verbs/doctor.ts')).doctor(target, options)),
    )
  verb(
    program,
    'check-server <url>',
    'for server developers: the authorization side of a server against the rules',
    'aip check-server https://mcp.example.com/mcp --yes --format html > report.html',
  )
    .addOption(
      new Option('--format <format>', 'how to write the report')
        .choices(['text', 'json', 'junit', 'html'])
        .default('text'),
    )
    .addOption(
      new Option('--fix <language>', 'show code that does it right').choices(['node', 'python']),
    )
    .option('--yes', 'register test clients without asking')
    .option('--sign-in', 'sign in, several times, to see tokens, refresh and sign-out')
    .option('--client-id <id>', 'use this client (without a secret) and register none')
    .option('--no-browser', 'only print the links')
    .option('--timeout <seconds>', 'how long to wait for you', seconds, 600)
    .action((url: string, options) =>
      run(options, async () => (await import('./verbs/check-server.ts')).checkServer(url, options)),
    )
}

function verb(program: Command, usage: string, what: string, example: string): Command {
  return program
    .command(usage)
    .description(what)
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', `\nExample:\n  ${example}`)
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

function seconds(value: string): number {
  const number = Number(value)
  if (Number.isFinite(number) && number > 0 && number <= 86_400) return number
  throw new InvalidArgumentError('It has to be a number of seconds above 0.')
}

const environmentHelp = `
Environment:
  AIP_HOME                   folder of the data
  AIP_VAULT                  keychain, passphrase or session
  AIP_VAULT_PASSPHRASE_FILE  file whose first line is the passphrase
  BROWSER                    program that gets the sign-in address
  AIP_BROWSER                installed browser for the window
  AIP_RELAY_ADMIN_KEY        admin key for aip relay
  HTTP_PROXY, HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS, NO_COLOR as usual

Exit codes:
  0 done · 1 unexpected · 2 wrong usage · 3 sign-in needed · 4 not reachable · 5 refused for safety
  6 no such connection · 7 the other side answered with an error · 8 cancelled or timed out`
