/** How this app became known to an authorization server, and why a way of getting there was passed over. */

export const registration = {
  'way.client-given': 'You gave a client id for this server.',
  'way.client-saved': 'The client id you gave earlier is used.',
  'way.no-client-given': 'No client id was given for this server.',
  'way.no-documents': 'The server does not take client id documents.',
  'way.no-document-here': 'No client id document is set up on this computer.',
  'way.document':
    'The server takes the address of a client id document, so nothing needs registering.',
  'way.no-registration': 'The server does not let apps register themselves.',
  'way.no-method': 'The server takes no client authentication this app can register for.',
  'way.registered': 'This app registered itself at the server.',
  'way.already-registered': 'This app is already registered there.',
  'way.unanswered': 'The last sign-in with the earlier registration never came back.',
  'way.secret-over': 'The secret of the earlier registration has run out.',
  'way.asked-anew': 'You asked to register anew.',
  'way.approved-only': 'This provider only accepts approved apps.',
  'way.approved-only-said': 'This provider only accepts approved apps: {said}.',
  'way.wait': 'The server asked this app to wait before it registers again.',
  'way.refused': 'The server refused to register this app (status {status}).',
  'way.refused-said': 'The server refused to register this app (status {status}: {said}).',
  'way.unusable': 'The registration address did not answer in a usable way.',
  'way.answer-no-id': 'The registration answer has no usable client id.',
  'way.answer-method':
    'The registration answer demands a client authentication this app was not given the means for.',
  'way.answer-callbacks':
    'The registration answer lists none of the callback addresses this app asked for.',
  'said-besides': '{message} It says: {said}',
  'one-after-other': '{first} {second}',

  'client-id-needed': 'A client id is needed to sign in: {why}',
  'client-id-needed.next':
    'Make an OAuth app at the provider with the callback address shown, then connect again with its client id.',
  'client-document-address': 'The address of the client id document cannot be used.',
  'client-document-address.next':
    'Give an https address with a path and without a fragment, written exactly as the server will see it.',
  'registration-paused':
    'The authorization server asked this app to wait before it registers again.',
  'issuer-changed':
    'This server now names another authorization server than the one your client id was made for.',
  'issuer-changed.next':
    'Ask the owner of the server whether that is right, then connect again with a client id of the new one.',
  'way.documents-only':
    'The server knows apps by a client id document only, and none is set up on this computer.',
  'client-id-needed.documents.next':
    'Ask your IT for the address of a client id document of your company, and connect again with it (--client-metadata-url).',
} as const
