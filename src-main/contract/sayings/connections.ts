/** Stored connections: why each is as it is, what a server says to a call, and what the window was asked to do. */

export const connections = {
  /** A problem that has no words of its own but those of its code. */
  problem: '{english}',
  'problem.next': '{english}',

  'reason.needs-client': 'It needs the client id of an app made by hand.',
  'reason.signed-out': 'You signed out.',
  'reason.imported': 'It was imported; sign in to try it.',
  'kept-anyway.next': '{next} The sign-in is kept: the connection is called {name}.',

  'call.sign-in': 'The server asks for a sign-in.',
  'call.sign-in.next': 'Sign in to this connection.',
  'call.forbidden': 'The server knows the account but does not allow it to do this.',
  'call.forbidden.next':
    'Sign in with an account that may, or ask whoever administers the server for access.',
  'call.too-often': 'The server says that it was asked too often.',
  'call.too-often.next': 'Wait a little and try again.',
  'call.error': 'The server answered the request with an error.',
  'call.error.next': "The server's own words are below; its owner can say what they mean.",
  'call.not-mcp': 'The address answers, but not as an MCP server does.',
  'call.not-mcp.next':
    'Check that the address is the one of the MCP endpoint (it often ends in /mcp or /sse).',
  'call.rejected.next':
    'Sign in again; if it stays so, the server and its authorization server disagree: tell its owner.',
  'call.no-tool': 'The server has no tool called {tool}.',
  'call.no-tools': 'It offers no tools at all.',
  'call.tools': 'It has: {tools}.',

  'name.length': 'A connection needs a name of 1 to 100 characters.',
  'name.next': 'Choose another name.',
  'name.taken': 'There is a connection called {name} already.',
  'name.taken.next': 'Choose another name with --name; aip list shows those that exist.',
  'connection.gone': 'This connection does not exist any more.',
  'connection.gone.next': 'Connect to the server again if you want it back.',
  'connection.removed': '{name} was removed while you signed in.',
  'connection.removed.next': 'Connect it again if you want it.',
  'setting.impossible': 'One of the settings has a value that is not possible.',
  'setting.impossible.next': 'Choose another value.',
  'header.twice': 'A header is there twice.',
  'header.twice.next': 'Give each header once.',
  'command.not-run': 'The command was not run, and nothing was saved.',
  'command.not-run.next': 'Connect it again if you change your mind.',
  'command.secret': 'An argument of the command looks like a secret.',
  'command.secret.next':
    'Put it into an environment variable, name that with --env, and write {variable} in the argument.',
  'command.silent': 'The command {program} did not answer.',
  'command.silent-why': 'The command {program} did not answer: {why}.',
  'command.silent.next':
    'Run it yourself in a terminal to see what it says, and check that it speaks MCP over its standard input and output.',
} as const
