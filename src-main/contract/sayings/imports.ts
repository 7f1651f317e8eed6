/** What was understood of a text from another app, and what was left out. */

export const imports = {
  'import.no-value': 'Left out, because it has no value: {name}',
  'import.gap': 'Its address has a gap to fill in: {names}.',
  'import.not-https': 'Its address does not begin with https.',
  'import.credentials': 'Its address contains a user name or password; give them as a header.',
  'import.header': 'A header was not understood.',
  'import.program': 'It is a program that runs on this computer, not a server with an address.',
  'import.client-info': 'The client information could not be read.',
  'import.command': 'Its command could not be read.',
  'import.off': 'It was switched off where it comes from.',
  'import.too-long': 'The text is longer than a configuration.',
  'import.nothing': 'There is no MCP server in this text.',
  'import.next':
    'Paste the address of the server, an mcp.json file, or the command line from its documentation.',
  'import.several': 'There are {count} servers in this text.',
  'import.several.next': 'Import them: you choose which ones before anything is saved.',
  'import.https.next': 'Paste the address of a server that is reached over https.',
} as const
