/** English: the Edge Tunnel, for the whole computer and for one connection. */
import type { ExposedView, TunnelView } from '#contract/tunnel-view.ts'

type Linked = Extract<TunnelView, { status: 'linked' }>

export const tunnel = {
  title: 'Edge Tunnel',
  lead: 'Lets your AI platform call servers that only this computer can reach. Connections go outward only; tokens are added here.',
  notAvailable: 'The Edge Tunnel is not available here',
  linkTitle: 'Link this computer',
  linkLead:
    'Your tunnel administrator gives you a one-time key. It links this computer to a tunnel.',
  key: 'Tunnel key',
  link: 'Link',
  linked: (tunnel: string, relay: string) => `Tunnel ${tunnel} at ${relay}`,
  kinds: { personal: 'Personal tunnel', organization: 'Tunnel of the organization' },
  start: 'Start',
  stop: 'Stop',
  pause: 'Pause',
  resume: 'Resume',
  paused: 'Paused: calls are refused until you resume.',
  unlink: 'Unlink this computer…',
  unlinkTitle: 'Unlink this computer?',
  unlinkText:
    'The public addresses stop working, and a new key is needed to link again. Your connections stay as they are.',
  unlinkYes: 'Unlink',
  stopTitle: 'Stop the tunnel?',
  stopText: 'The public addresses stay and answer that nobody is there until you start it again.',
  agent: 'Agent on this computer',
  agents: {
    stopped: 'Stopped',
    starting: 'Starting',
    running: 'Running',
    failed: 'Failed',
  } satisfies Record<Linked['agent']['status'], string>,
  retryIn: (span: string) => `Tries again in ${span}`,
  carrier: 'Line to the relay',
  carriers: {
    offline: 'Offline',
    connecting: 'Connecting',
    online: 'Online',
  } satisfies Record<Linked['carrier']['status'], string>,
  since: (span: string) => `for ${span}`,
  proven: (span: string) => `Proven ${span} ago`,
  lines: (count: number) => (count === 1 ? '1 line' : `${count} lines`),
  rtt: (ms: number) => `${Math.round(ms)} ms round trip`,
  exposed: 'Servers reachable through the tunnel',
  noneExposed: 'None yet. Switch on “Use Edge Tunnel” at a connection.',
  publicUrl: 'Public address',
  target: 'Server',
  targets: {
    unknown: 'Not asked yet',
    reachable: 'Reachable',
    unreachable: 'Unreachable',
  } satisfies Record<ExposedView['target']['status'], string>,
  signIn: 'Sign-in',
  signIns: {
    ready: 'Ready',
    'not-needed': 'Not needed',
    needed: 'Needs sign-in',
  } satisfies Record<ExposedView['signIn'], string>,
  heldBack: (count: number) =>
    count === 1
      ? '1 tool held back until you approve it'
      : `${count} tools held back until you approve them`,
  traffic: 'Live traffic',
  noTraffic: 'No calls yet. They appear here as they come.',
  columns: {
    time: 'Time',
    server: 'Server',
    method: 'Method',
    tool: 'Tool',
    status: 'Status',
    ms: 'ms',
    caller: 'Caller',
  },
  platformTitle: 'On your platform',
  header: 'Header to send',
  headerHelp: 'Its value is the access key your tunnel administrator gave you.',
  use: 'Use Edge Tunnel',
  useHelp:
    'Makes this server reachable for your AI platform. The token is added on this computer and never leaves it.',
  offHelp: 'Link this computer to a tunnel first.',
  goLink: 'Go to Edge Tunnel',
}
