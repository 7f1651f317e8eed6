/** What an authorization server answered when it should have issued a token, and what is the matter with a stored sign-in. */

export const tokens = {
  'token.pause': 'The authorization server asks for a pause: too many requests in a short time.',
  'token.pause.next': 'Wait a few minutes, then try again.',
  'token.server-failed': 'The authorization server failed while it should have issued a token.',
  'token.unusable':
    'The authorization server answered with something that contains no usable token.',
  'token.details.next': 'Tell the owner of the server what the details say.',
  'resource-refused':
    'The authorization server does not accept the address of this server as the purpose of a token.',
  'resource-refused.next':
    'Set "resource" to "omit" for this connection; with Microsoft Entra ID, ask for the scope that begins with the application ID URI and ends in "/.default".',
  'token.client-unknown': 'The authorization server no longer knows this app.',
  'token.client-unknown.next':
    'Forget the registration and sign in again; the app then registers anew.',
  'token.client-not-allowed':
    'The authorization server knows this client, but does not allow it to get a token in this way.',
  'token.client-not-allowed.next':
    'Ask the owner of the server to allow this kind of sign-in for the client.',
  'token.client-rejected': 'The authorization server did not accept the client id and secret.',
  'token.client-rejected.next':
    'Check the client id and the client secret, which some servers demand and which may have expired; then enter them again.',
  'scope-refused': 'The authorization server does not grant the scopes that were asked for.',
  'scope-refused.next':
    'Choose other scopes for this connection, or ask the owner of the server which ones you may have.',
  'redirect-refused': 'The authorization server does not accept the callback address of this app.',
  'redirect-refused.next':
    'Register the callback address exactly as it is shown, or switch between "localhost" and "127.0.0.1".',
  'device-code-late': 'The code was not entered in time.',
  'device-code-late.next': 'Start the sign-in again and enter the new code.',
  'token.denied': 'Access was denied at the authorization server.',
  'token.grant-type': 'The authorization server does not offer this kind of sign-in.',
  'token.grant-type.next':
    'Choose another way to sign in, or ask the owner of the server to allow this one.',
  'token.expired': 'The sign-in has expired or was withdrawn.',
  'sign-in-again.next': 'Sign in again.',
  'token.code-refused': 'The authorization server did not accept the result of the sign-in.',
  'token.code-refused.next': 'Sign in again; login codes are valid once and only for a short time.',
  'token.request-refused': 'The authorization server refused the request for a token.',
  'token.request-refused.next':
    'Look at what the server said in the details, and pass it on to the owner of the server.',
  'token.enterprise': 'The company sign-in was not accepted for this server.',
  'token.enterprise.next':
    'Sign in to the company again; if that does not help, ask your IT to allow this app for this server.',
  'token.workload': 'The authorization server did not accept the identity of this workload.',
  'token.workload.next':
    'Check issuer, audience and lifetime of the identity token, and whether the server trusts its issuer.',
  'token.broke-off':
    'The connection to the authorization server broke off in the middle of its answer.',
  'token.broke-off.next': 'Try again; if it happens again, check the network and the proxy.',
  'token.too-large':
    'The authorization server sent an answer of more than 1 MB where a few lines are expected.',
  'token.too-large.next': 'Tell the owner of the server; the answer was thrown away unread.',
  'token.no-endpoint': 'The authorization server does not say where its {endpoint} is.',
  'token.no-endpoint.next': 'Tell the owner of the server that its metadata lacks this address.',
  'token.ended': 'The sign-in has ended; the server gave nothing with which it could be extended.',
  'token.not-asked': 'The authorization server could not be asked for a new token.',
  'token.not-asked.next': 'Try again later; the sign-in is kept.',
  'token.late': 'The login service did not answer the request for a new token in time.',
  'token.late.next': 'Try again in a moment; you stay signed in.',

  'grant.nobody': 'Nobody is signed in to this connection.',
  'grant.nobody.next': 'Sign in to it.',
  'grant.not-accepted':
    'The server no longer accepts this sign-in, and it cannot be renewed without you.',
  'grant.run-out': 'The sign-in has run out, and it cannot be renewed without you.',
  'grant.rejected': 'The server rejects newly issued tokens.',
  'grant.rejected.next': 'Sign in again; if that does not help, tell the owner of the server.',
  'grant.other-client': 'The saved sign-in belongs to another client.',
  'grant.other-issuer': 'The saved sign-in comes from another login service.',
  'grant.other-server': 'The saved sign-in was made for another server.',
  'grant.foreign.next': 'Sign in to this connection again.',
  'grant.unreadable': 'The saved sign-in of this connection cannot be read.',
  'grant.unreadable.next': 'Update AIP Desktop, or sign in to this connection again.',
  'grant.busy': 'Another AIP Desktop process is busy with this connection and does not finish.',
  'grant.busy.next': 'Try again; if it stays, close the other AIP Desktop windows and commands.',

  'revoke.not-asked': 'the server could not be asked',
} as const
