/** How a discovery can end without a verdict, and what an address can be refused for. */

export const refusals = {
  'next.ask-owner': 'Tell the owner of the server; the details below say what is wrong.',

  'bad-address.none': 'This is not an address.',
  'bad-address.near': 'Write the whole address with https:// in front: {guess} perhaps.',
  'bad-address.next':
    'Enter an address that begins with https://, for example https://mcp.example.com/mcp.',
  'bad-address.protocol': 'An MCP server is reached over https, not over {protocol}.',
  'bad-address.protocol.next': 'Enter the address of the server that begins with https://.',
  'credentials-in-address': 'The address contains a user name or password.',
  'credentials-in-address.next':
    'Take the part before the @ out of the address; a sign-in or a header carries secrets, an address must not.',
  'insecure-address':
    'The {what} is reached without encryption (http), so anybody on the way could read what is sent.',
  'insecure-address.confirm':
    'Use the https address, or confirm once that this server in your own network may be reached without encryption.',
  'insecure-address.next': 'Use an https address; ask the owner of the server for it.',
  'zone-crossed': 'The server ({from}) points to {to} for its {what}; that was refused.',
  'zone-crossed.next':
    'If this is your own company’s sign-in server, ask an administrator to allow its address by name; otherwise do not use this server.',
  'unsafe-authorization-address':
    'The sign-in page that the server names is not a web address, so it was not opened.',
  'unsafe-authorization-address.next':
    'Do not use this server until its owner has explained this; it can be an attack.',
  'placeholder-endpoint':
    "The {what} in the server's documents still contains a placeholder that nobody filled in.",
  'metadata-unusable': "A document that describes the server's sign-in cannot be used: {why}.",
  'issuer-mismatch.path-lost':
    'The sign-in server {expected} calls itself {found}: same host, another path.',
  'issuer-mismatch.foreign':
    'The document of the sign-in server {expected} says it belongs to {found}.',
  'issuer-mismatch.template':
    'The sign-in server {expected} calls itself {found}, a name with a blank in it.',
  'issuer-mismatch.confirm':
    'If both names belong to the same service, confirm the second name for this server; it is remembered.',
  'issuer-mismatch.next':
    'Ask the owner of the server to correct it; an administrator who knows that both are one service can pin the second name for this server.',
  'resource-mismatch': 'The server {server} presents the sign-in document of {resource}.',
  'resource-mismatch.none': 'no resource',
  'resource-mismatch.next':
    'Check the address you entered; if it is right, tell the owner of the server.',
  'pkce-unsupported':
    'The sign-in server does not protect sign-ins with S256, which every sign-in here needs.',
  'pkce-unsupported.next': 'Ask the owner of the sign-in server to support PKCE with S256.',
  'unsafe-redirect': 'The server sends requests on to another address, and {why}.',
  'unsafe-redirect.plain': 'the second one is not encrypted',
  'unsafe-redirect.endless': 'that does not end',
  'unsafe-redirect.foreign': 'that one is not the address you entered',
  'unsafe-redirect.next':
    'If you know and trust the second address, enter it instead; otherwise ask the owner of the server.',
  'broken-off': 'The connection broke off in the middle of an answer.',
  'broken-off.next': 'Try again; if it stays, tell the owner of the server.',
  'sso-page-in-front':
    'A company sign-in page stands in front of this server and lets only browsers pass.',
  'sso-page-in-front.next':
    'Ask your IT to let programs reach this address directly, or for the address that they may use.',
  'not-an-mcp-server': 'Something answers at this address, but it is not an MCP server.',
  'not-an-mcp-server.next': 'Check the path of the address (many servers use /mcp or /sse).',
  'server-error': 'The server answered with an error of its own ({status}).',
  'server-error.next': 'Try again in a few minutes; if it stays, tell the owner of the server.',
  'rate-limited': 'The server asks for a pause: too many requests came in a short time.',
  'rate-limited.seconds': 'Try again in {seconds} seconds.',
  'rate-limited.minutes': 'Try again in a few minutes.',
  'rate-limited.until': 'Try again after {time} UTC.',
  'sign-in-server-unreachable':
    'The server names the sign-in server {issuer}, which cannot be reached: {why}',
  'sign-in-server-unreachable.next':
    'Try again later, or from the company network if it is a sign-in server of your company; if it stays, tell the owner of the server.',
  'login-needed-not-discoverable': 'This server wants a login but does not say where.',
  'login-needed-not-discoverable.next':
    'Ask the owner of the server for a key, and connect with it as a header (--header); or ask for resource metadata (RFC 9728).',

  // What an address is for.
  'what.server': 'server',
  'what.resource metadata': 'resource metadata',
  'what.authorization server': 'authorization server',
  'what.authorization endpoint': 'authorization endpoint',
  'what.token endpoint': 'token endpoint',
  'what.registration endpoint': 'registration endpoint',
  'what.revocation endpoint': 'revocation endpoint',
  'what.userinfo endpoint': 'userinfo endpoint',
  'what.device authorization endpoint': 'device authorization endpoint',
  'login-not-described':
    'This server names the sign-in server {issuer}, which does not say how to sign in there.',
  'login-not-described.next':
    'Tell the owner of the server: the sign-in server has to publish its metadata (RFC 8414). With a key from the owner, connect with it as a header (--header).',
} as const
