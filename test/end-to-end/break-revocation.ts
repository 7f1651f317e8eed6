/** Loaded before a program (`node --import`): its own servers lose their revocation endpoint. */
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

subscribe('http.server.request.start', (message) => {
  const { request } = message as { request: IncomingMessage }
  if (request.url === '/revoke') request.url = '/not-here'
})
