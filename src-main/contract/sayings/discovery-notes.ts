/** What discovery tolerated, repaired or found worth knowing. */

export const discoveryNotes = {
  'note.plain-http': 'This server is reached without encryption, as was confirmed.',
  'note.login-not-demanded-at-once':
    'The server answers without a login but publishes how to sign in.',
  'note.login-optional':
    'The server works without a login, but publishes how to sign in; some tools may need it.',
  'note.resource-metadata-ignored': "The server's sign-in document was not used: {why}",
  'note.login-without-401': 'The server demands a login with {status} in place of 401.',
  'note.failed-without-login': 'The server did not demand a login but failed without one: {why}',
  'note.several-servers':
    'The server names several sign-in servers; {issuer} is used, not {others}.',
  'note.no-server-named':
    'The resource metadata names no sign-in server; the server’s own origin was asked.',
  'note.no-resource-metadata':
    'The server publishes no resource metadata; the sign-in server was found the way of 2025-03-26, at its own origin.',
  'note.default-endpoints':
    'The server publishes no metadata at all; the default endpoints of 2025-03-26 are used.',
  'note.endpoint-dropped': '{why} It is left out.',
  'note.pkce-known': '{host} does not list S256 but supports it, see {source}.',
  'note.pkce-unlisted':
    'The sign-in server does not say whether it supports PKCE with S256; it is used anyway.',
  'note.redirect-followed': 'The server sends requests on to {address}.',
  'note.legacy-sse': 'The server speaks the older HTTP+SSE transport.',
  'note.metadata-type': '{address} holds JSON but is labelled as {type}.',
  'note.metadata-nulls': '{address} has empty (null) members.',
  'note.metadata-mended': '{address} writes {members} as text; it was read as it was meant.',
  'note.metadata-member-dropped': '{address} has {members} of the wrong kind; left out.',
  'note.challenge-address-unusable':
    'The challenge names {address}, but there is no usable document; the usual places were asked instead.',
  'note.challenge-repeated': 'The challenge names resource metadata more than once.',
  'note.challenge-bare-address': 'The challenge is nothing but an address.',
  'note.challenge-address-relative': 'The challenge names an address without its host.',
  'note.resource-slash':
    'The server calls itself {resource}, with one slash more or less than the address entered.',
  'note.resource-broader':
    "The server's document is about {resource}, of which the address entered is a part.",
  'note.login-host': 'Sign-in uses {host} in place of {issuer}.',
  'note.login-host-endpoints': 'Sign-in uses the endpoints of {issuer} at {host}.',
  'note.issuer-slash':
    'The sign-in server {issuer} calls itself {found}: one slash at the end differs.',
  'note.issuer-pinned': '{found} was confirmed as the name of {issuer}.',
  'note.login-not-discoverable':
    'The server demands a login but does not say where; perhaps it takes a key in a header.',
  'note.login-not-described':
    'The server names the sign-in server {issuer}, which does not say how to sign in there.',
} as const
