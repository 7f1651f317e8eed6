/** Between this computer and a server: names, proxies, certificates, time limits, and addresses that may not be asked. */

export const network = {
  'network.slow': '{host} did not answer completely within {seconds} seconds.',
  'network.slow.next':
    'Try again in a minute. If it stays like this, ask the owner of the server whether it is running.',
  'network.proxy-login': 'The proxy {proxy} asks for a user name and password.',
  'network.proxy-login.next':
    'Put them into the proxy setting (http://user:password@proxy:port), or ask your IT how programs log in to this proxy.',
  'network.proxy-failed': 'The proxy {proxy} could not be used to reach {host}.',
  'network.proxy-failed.next':
    'Check the proxy setting of this computer, or ask your IT whether the proxy lets this address through.',
  'network.proxy-no-way': 'The proxy {proxy} found no way to {host}.',
  'network.proxy-no-way.next':
    'Check the address. A server inside your company may have to be listed in NO_PROXY.',
  'network.proxy-slow': 'The proxy {proxy} waited too long for {host}.',
  'network.proxy-setting':
    'The proxy set in the environment is not an address this program can use.',
  'network.proxy-setting.next':
    'Set HTTPS_PROXY to an address such as http://proxy.example.com:3128, or remove it.',
  'network.proxy-script': 'The script that names the proxy of your network (PAC) cannot be used.',
  'network.proxy-script.next':
    'Check AIP_PROXY_PAC, or ask your IT for the right address of the script.',
  'network.port': 'Port {port} belongs to another service and cannot be used for a web address.',
  'network.port.next':
    'Check the port in the address; if it is right, the server has to move to another one.',
  'network.no-host': 'There is no computer with the name {host}.',
  'network.no-host.next':
    'Check the address for a typing mistake. A name inside your company may need the company network or its VPN.',
  'network.refused': '{host} is there, but nothing answers on port {port}.',
  'network.refused.next': 'Check the port in the address, and that the server is running.',
  'network.timed-out': '{host} did not answer in time.',
  'network.timed-out.next':
    'Try again in a minute. A server inside your company may need the company network or its VPN.',
  'network.captive':
    'The network that this computer is in answers in place of {host}, as guest networks do until somebody has signed in to them.',
  'network.captive.next':
    'Open any web page in your browser, sign in to the network there, and try again. If no such page comes, ask your IT whether this network blocks the address.',
  'network.no-connection': 'No connection to {host} came about within {seconds} seconds.',
  'network.no-lookup':
    'The name {host} could not be looked up: the name servers failed or gave no answer.',
  'network.no-lookup.next':
    'Try again in a minute. If only this name fails, tell the owner of the server; if others do too, ask your IT about the name servers of this network.',
  'network.client-certificate':
    '{host} refused the encrypted connection, probably because it asks for a client certificate.',
  'network.client-certificate.next':
    'Ask your IT for a client certificate for this server and set its file in the connection.',
  'network.no-tls': 'No encrypted connection to {host} could be agreed on.',
  'network.no-tls.next': 'Check that the address and port are those of an https server.',
  'network.not-http': 'What {host} answered is not HTTP.',
  'network.not-http.next':
    'Check the address and port; the owner of the server can say which one is right.',
  'network.broke': 'The connection to {host} broke before a complete answer came.',
  'network.broke.next':
    'Try again. If it stays like this, ask the owner of the server to look at its log.',
  'network.no-way': 'There is no way from this computer to {host}.',
  'network.no-way.next':
    'Check the network connection. A server inside your company may need the company network or its VPN.',
  'network.offline': 'This computer does not seem to be connected to a network.',
  'network.offline.next': 'Connect to the network (or the VPN) and try again.',
  'network.macos': 'macOS did not let this program reach {host} in the local network.',
  'network.macos.next':
    'Open System Settings, Privacy & Security, Local Network, and allow this program.',
  'network.late': 'The answer did not come in the time given for it.',
  'network.late.next': 'Try again in a minute.',
  'network.cancelled': 'This was cancelled.',
  'network.cancelled.next': 'Start again whenever you like.',
  'network.too-large': '{host} sent more than {size} where a short document belongs.',
  'network.too-large.next':
    'Check the address; the owner of the server can say what it should answer there.',
  'network.not-address': 'This is not a web address.',
  'network.not-address.next': 'Use an address like https://….',
  'network.credentials': 'The address of {host} contains a user name or password.',
  'network.credentials.next': 'Leave it out; the sign-in asks for what it needs.',
  'network.unencrypted':
    'The address {origin} is not encrypted (http instead of https), so others could read what is sent.',
  'network.unencrypted.next':
    'Use the https address of this server; if it has none, ask its owner for one.',
  'network.unencrypted.confirm':
    'Use the https address, or confirm that this server in your own network may be used without encryption.',
  'network.forbidden':
    'The address {origin} leads to a place that no server may send this program to.',
  'network.forbidden.next':
    'Check the address. If a server named it, tell the owner of that server.',
  'network.crossed':
    '{home} points to {origin}, which leads into {zone}. That was refused to protect it.',
  'network.crossed.next':
    'If this is intended, ask your IT to allow this address by name for this server.',
  'network.home.person': 'An address you typed',
  'network.home.server': 'A server in {zone}',

  'certificate.early': 'The certificate of {host} is not valid yet.',
  'certificate.expired': 'The certificate of {host}, or of the authority behind it, has expired.',
  'certificate.expired.next':
    'Check the date and time of this computer; if they are right, the owner of the server has to renew the certificate.',
  'certificate.wrong-host': 'The certificate that {host} shows was made for another name.',
  'certificate.wrong-host.next':
    'Check the address; if it is right, the owner of the server has to add this name to the certificate.',
  'certificate.chain':
    '{host} does not send the certificate of "{issuer}", which stands between its own and an authority this computer trusts.',
  'certificate.chain.next':
    'The owner of the server has to configure the full certificate chain. If the issuer is your company, adding its certificate file to the connection helps as well.',
  'certificate.untrusted':
    'The certificate of {host} was issued by "{issuer}", which this computer does not trust.',
  'certificate.untrusted.next':
    'If this is a server of your company, ask your IT for the file of its certificate authority and set it in the connection.',
  'certificate.issuer.unknown': 'an unknown authority',
  'certificate.issuer.unnamed': 'an unnamed authority',
  'certificate.file': 'The certificate file {file} could not be read.',
  'certificate.file.next':
    'Check that the file exists and holds certificates in PEM form (-----BEGIN CERTIFICATE-----).',
  'file.unreadable': 'The file {path} could not be read.',
  'file.unreadable.next': 'Check its name and whether you may read it.',
} as const
