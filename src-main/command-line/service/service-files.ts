/** What each operating system needs to run the tunnel in the background at every login, as text; nothing is written here. */

export interface ServiceFacts {
  readonly platform: NodeJS.Platform
  readonly home: string
  /** The program and its arguments. */
  readonly command: readonly string[]
  /** Settings of this app and of the network; no secrets. */
  readonly environment: Readonly<Record<string, string>>
  /** Where what it says is kept. */
  readonly logFile: string
  /** Numeric user id, for launchd. */
  readonly user: number
}

export interface Service {
  readonly file: string
  readonly text: string
  /** The text in the encoding of its kind. */
  readonly bytes: Uint8Array
  /** Commands to run one after the other. */
  readonly install: readonly (readonly string[])[]
  readonly remove: readonly (readonly string[])[]
}

/** Undefined: this system has no way known here. */
export function serviceFor(facts: ServiceFacts): Service | undefined {
  switch (facts.platform) {
    case 'linux':
      return systemd(facts)
    case 'darwin':
      return launchd(facts)
    case 'win32':
      return scheduledTask(facts)
    default:
      return undefined
  }
}

function systemd({ home, command, environment, logFile }: ServiceFacts): Service {
  const unit = 'aip-tunnel.service'
  const file = `${home}/.config/systemd/user/${unit}`
  const lines = Object.entries(environment).map(
    ([name, value]) => `Environment=${systemdQuoted(`${name}=${value}`)}`,
  )
  const text = [
    '[Unit]',
    'Description=AIP Desktop Edge Tunnel',
    'After=network-online.target',
    '',
    '[Service]',
    `ExecStart=${command.map(systemdWord).join(' ')}`,
    ...lines,
    'Restart=on-failure',
    'RestartSec=5',
    'KillMode=mixed',
    'TimeoutStopSec=40',
    'NoNewPrivileges=true',
    `StandardError=append:${logFile.replaceAll('%', '%%')}`,
    'StandardOutput=null',
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ].join('\n')
  const systemctl = (...words: string[]) => ['systemctl', '--user', ...words]
  return {
    file,
    text,
    bytes: Buffer.from(text),
    install: [systemctl('daemon-reload'), systemctl('enable', '--now', unit)],
    remove: [systemctl('disable', '--now', unit)],
  }
}

/** A word of a command line: `$` has a meaning there (systemd.service, Command lines), and in no other setting. */
function systemdWord(word: string): string {
  return systemdQuoted(word).replaceAll('$', '$$$$')
}

/** Quoted for a unit file, where `%` has a meaning. */
function systemdQuoted(word: string): string {
  const plain = word
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('%', '%%')
    .replaceAll('\n', '\\n')
  return `"${plain}"`
}

function launchd({ home, command, environment, logFile, user }: ServiceFacts): Service {
  const label = 'com.aip-desktop.tunnel'
  const file = `${home}/Library/LaunchAgents/${label}.plist`
  const strings = (values: readonly string[]) =>
    values.map((each) => `    <string>${xml(each)}</string>`)
  const pairs = Object.entries(environment).flatMap(([name, value]) => [
    `    <key>${xml(name)}</key>`,
    `    <string>${xml(value)}</string>`,
  ])
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    `  <key>Label</key><string>${label}</string>`,
    '  <key>ProgramArguments</key>',
    '  <array>',
    ...strings(command),
    '  </array>',
    '  <key>EnvironmentVariables</key>',
    '  <dict>',
    ...pairs,
    '  </dict>',
    '  <key>RunAtLoad</key><true/>',
    '  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>',
    '  <key>ExitTimeOut</key><integer>40</integer>',
    `  <key>StandardErrorPath</key><string>${xml(logFile)}</string>`,
    '</dict>',
    '</plist>',
    '',
  ].join('\n')
  const domain = `gui/${user}`
  return {
    file,
    text,
    bytes: Buffer.from(text),
    install: [['launchctl', 'bootstrap', domain, file]],
    remove: [['launchctl', 'bootout', `${domain}/${label}`]],
  }
}

/** A task has no environment of its own: `cmd` sets it. */
function scheduledTask({ home, command, environment, logFile }: ServiceFacts): Service {
  const name = 'AIP Desktop Edge Tunnel'
  const file = `${home}\\AppData\\Local\\AIP Desktop\\tunnel-task.xml`
  const quoted = command.map((each) => `"${each}"`).join(' ')
  const sets = Object.entries(environment).map(([key, value]) => `set "${key}=${batch(value)}"&& `)
  const run = `/d /s /c "${sets.join('')}${quoted} 2>> "${logFile}""`
  const text = [
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<Task version="1.4" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    '  <Triggers><LogonTrigger><Enabled>true</Enabled></LogonTrigger></Triggers>',
    '  <Settings>',
    '    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>',
    '    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>',
    '    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>',
    '    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>',
    '    <RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>',
    '    <Hidden>true</Hidden>',
    '  </Settings>',
    '  <Actions>',
    `    <Exec><Command>cmd.exe</Command><Arguments>${xml(run)}</Arguments></Exec>`,
    '  </Actions>',
    '</Task>',
    '',
  ].join('\r\n')
  return {
    file,
    text,
    // XML in UTF-16 begins with a byte order mark (XML 1.0, 4.3.3).
    bytes: Buffer.from(`\uFEFF${text}`, 'utf16le'),
    install: [
      ['schtasks', '/Create', '/F', '/TN', name, '/XML', file],
      ['schtasks', '/Run', '/TN', name],
    ],
    remove: [
      ['schtasks', '/End', '/TN', name],
      ['schtasks', '/Delete', '/F', '/TN', name],
    ],
  }
}

function batch(value: string): string {
  return value.replaceAll('%', '%%').replace(/["\r\n]/g, '')
}

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
