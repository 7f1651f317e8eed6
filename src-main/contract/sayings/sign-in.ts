/** Signing in: what the person is asked on the way, what was changed for the server, and why it ended. */

export const signIn = {
  'ask.pkce-unlisted':
    '{issuer} does not say whether it protects the sign-in against stolen login codes (PKCE). This app protects its side; if the server ignores it, another program on this computer could take over the sign-in.',
  'ask.try-again': '{why} Try again?',
  'ask.more-scopes': '{name} wants more permissions for this: {scopes}.',
  'ask.more-scopes.unnamed': 'it does not say which',
  'ask.command':
    'This command will run on this computer, as you, whenever the connection is used. It can do what you can do:\n  {command}\n  in the folder {folder}\n  {variables}',
  'ask.command.no-variables': 'with no variables of its own',
  'ask.command.variables':
    'with the environment variables {variables} (other values are not shown)',

  'note.resource-left-out':
    'The authorization server does not take the "resource" parameter, so it is left out there.',
  'note.scope-reduced':
    'The authorization server refused the scopes, so these are not asked for: {scopes}',
  'note.callback-spelling':
    'The authorization server does not take "{refused}" in the callback address; "{spelling}" is used.',
  'note.browser-not-opened': 'The browser could not be opened.',
  'note.pasted-old':
    'What you pasted belongs to another sign-in. Paste the address of the newest one.',

  'pasted.unusable': 'What you pasted cannot be used. {why}',
  'pasted.next':
    'Copy the whole address of the page you ended at, beginning with http, and paste it again.',
  'pasted.nothing': 'There is nothing usable in it.',
  'pasted.no-code': 'It contains no login code with its state.',
  'pasted.neither': 'It is neither an address nor a login code.',
  'pasted.code-alone': 'A login code alone cannot be checked; the state belongs to it.',

  'pkce-unconfirmed':
    'The sign-in was not started, because the authorization server does not list PKCE.',
  'pkce-unconfirmed.next':
    'Ask the owner of the server to list S256 in its metadata, or connect again and agree.',
  'no-pkce':
    'The authorization server does not offer the protection this app insists on (PKCE with S256).',
  'no-pkce.next': 'Tell the owner of the server that it has to support S256.',
  'no-sign-in-page': 'The authorization server does not say where its sign-in page is.',
  'no-sign-in-page.next':
    'Tell the owner of the server that its metadata lacks the authorization endpoint.',
  'unsafe-sign-in-page': 'The server names a sign-in page that is not safe to open.',
  'unsafe-sign-in-page.next':
    'Do not sign in to this server; tell its owner that the authorization endpoint must be an https address.',
  'reply.issuer-missing':
    'The sign-in came back without the sender that the authorization server promises to name.',
  'reply.issuer-missing.next':
    'Tell the owner of the server: it announces the "iss" parameter (RFC 9207) but does not send it.',
  'reply.issuer-mismatch':
    'The sign-in came back from another authorization server than the one it was started at.',
  'reply.issuer-mismatch.next':
    'Do not try again before the owner of the server has explained it: this can be an attack.',
  'reply.state-mismatch': 'This reply does not belong to the sign-in that is waiting.',
  'reply.state-mismatch.next': 'Use the newest sign-in page, or start the sign-in again.',
  'reply.empty':
    'The authorization server sent you back without a login code and without a reason.',
  'reply.empty.next': 'Try again; if it stays like this, tell the owner of the server.',
  'denied-at-page': 'Access was denied at the sign-in page.',
  'denied.next':
    'Sign in again and agree, or ask your IT whether your account may use this server.',
  'client-unknown': 'The authorization server does not know this app.',
  'client-unknown.next': 'Forget the registration and sign in again, or check the client id.',
  'interaction-needed':
    'The authorization server wants you to sign in or to agree, and did not get to ask.',
  'interaction-needed.next': 'Sign in again, if need be in a private window.',
  'sign-in-server-failed': 'The authorization server failed during the sign-in.',
  'try-later.next': 'Try again later; if it stays like this, tell the owner of the server.',
  'sign-in-request-refused': 'The authorization server refused the sign-in request.',
  'pass-on-details.next': 'Pass on to the owner of the server what the details say.',
  'step-up-loop': 'The server demands permissions again that you have just been asked for.',
  'step-up-loop.next':
    'Ask the owner of the server whether your account may do this; signing in again will not help.',
  'step-up-endless': 'The server demanded more permissions several times in a row.',
  'step-up-endless.next':
    'Tell the owner of the server which operation this was; the demands do not come to an end.',
  'not-completed': 'The sign-in was not completed in time.',
  'not-completed.next':
    'Start it again. If the sign-in page showed an error, choose "Forget registration and sign in again".',
  'sign-in-cancelled': 'The sign-in was cancelled.',
  'sign-in-cancelled.next': 'Start it again when you are ready.',
  'no-device-sign-in':
    'This authorization server does not offer sign-in by a code on another device.',
  'no-device-sign-in.next': 'Sign in with the browser, or paste the address you end at.',
  'device-address-unsafe':
    'The address at which the code should be entered is not a safe web address.',
  'device-address-unsafe.next': 'Tell the owner of the server; nothing was opened.',
  'no-screen': 'There is no screen here on which a browser could be opened.',
  'no-browser': 'No browser could be started.',
  'no-browser.next':
    'Open the sign-in link in any browser yourself; it can be on another computer, then paste the address you end at.',
  'callback-port-busy': '{program} uses the port this sign-in has to come back to ({ports}).',
  'callback-port-busy.another': 'Another program',
  'callback-port-busy.next':
    'Close the other program, often another client that is signing in, and try again.',
  'sign-in-page-fails':
    'Nobody came back from the sign-in page, which answers with an error of its own ({status}).',
  'sign-in-page-fails.next':
    'Try again later; if your browser shows the error too, tell the owner of the server.',
} as const
