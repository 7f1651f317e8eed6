/** The Edge Tunnel: why its agent, its line or a server behind it does not work, and what can be done about it. */

export const tunnel = {
  'tunnel.refused': 'The relay does not accept this computer any more.',
  'tunnel.refused.next':
    'Ask whoever runs the relay for a new link key, then: aip tunnel link <key>',
  'tunnel.unreachable': 'The relay cannot be reached; it is tried again by itself.',
  'tunnel.unreachable.next':
    'Check the network connection. If it stays like this, ask whoever runs the relay.',
  'tunnel.target': 'The MCP server did not answer the last call.',
  'tunnel.target.next': 'Check that the server is running and that this computer reaches it.',
  'tunnel.agent': 'The agent of the tunnel ended, and is started again.',
  'tunnel.agent.next': 'If it stays like this, look at aip tunnel log and report it.',
  'tunnel.no-start': 'The process of the tunnel does not start.',
  'tunnel.no-start.next':
    'Try again; if it stays like this, look at the diagnostics in the settings.',
  'tunnel.no-stop': 'The tunnel was asked to stop and has not done so.',
  'tunnel.no-stop.next': 'End the process that runs it, or restart this computer.',
  'tunnel.elsewhere': 'The tunnel runs already, in another process of AIP Desktop.',
  'tunnel.elsewhere.next': 'Look at it with aip tunnel status, or stop it with aip tunnel stop.',
  'tunnel.link-unreadable': 'The saved link of this computer to its tunnel cannot be read.',
  'tunnel.link-unreadable.next': 'Unlink the tunnel and link it again with a new key.',
  'tunnel.not-linked': 'This computer is not linked to a tunnel yet.',
  'tunnel.not-linked.next':
    'Ask whoever runs the relay for a link key, then: aip tunnel link <key>',
  'tunnel.gone': 'This connection is gone.',
  'tunnel.gone.next': 'Choose another one from the list.',
  'tunnel.no-key': 'This is no link key.',
  'tunnel.no-key.next': 'Copy it whole; it begins with aip-link_.',
  'tunnel.key-refused': 'The relay does not accept this link key.',
  'tunnel.key-refused.next':
    'Link keys work once and not for ever: ask whoever runs the relay for a new one.',
  'tunnel.not-relay': 'The relay named in the link key does not answer as one.',
  'tunnel.not-relay.next':
    'Check the network connection, and ask whoever runs the relay. The key was not used up.',
  'tunnel.stranger': 'Something else than the relay answers at its public address.',
  'tunnel.stranger.next':
    'Tell whoever runs the relay; on a foreign network, sign in to that network first.',
  'tunnel.proof': 'The relay does not accept the proof of this computer.',
  'tunnel.proof.next':
    'If the relay is older than this program, it has to be updated; else ask for a new link key.',
  'tunnel.call-failed': 'A call through the tunnel failed {where}: {why}',
  'tunnel.call-failed.next': 'Try again; if it stays like this, look at aip tunnel log.',
  'hop.relay': 'at the relay',
  'hop.carrier': 'between relay and agent',
  'hop.policy': 'at a rule of the tunnel',
  'hop.dns': 'looking up the server',
  'hop.tls': 'at the certificate of the server',
  'hop.connect': 'connecting to the server',
  'hop.upstream': 'at the server',
  'hop.timeout': 'waiting for the server',
  'hop.sign-in': 'at the sign-in',
  'tunnel.runs.one':
    'The Edge Tunnel is running; 1 server could no longer be reached by the platform.',
  'tunnel.runs':
    'The Edge Tunnel is running; {count} servers could no longer be reached by the platform.',
  'tunnel.runs.next': 'Close the window and leave the tunnel running, or quit all the same.',
} as const
