/** The scenes of the demonstration: one kind of server each, what a person would type, and the proof that it really happened. */
import { ConnectionSettings } from '#contract/connection.ts'
import type { ConnectRequest } from '#core/app/app.ts'
import { startClientDocumentServer } from '../../sample-servers/client-document-server.ts'
import { startEventStreamServer } from '../../sample-servers/event-stream-server.ts'
import { startLoginHostServer } from '../../sample-servers/login-host-server.ts'
import { startOpenServer } from '../../sample-servers/open-server.ts'
import { startRegistrationServer } from '../../sample-servers/registration-server.ts'
import type { SampleServer } from '../../sample-servers/sample-server.ts'

export interface Scene {
  readonly title: string
  /** Auth mode discovery has to find. */
  readonly mode: string
  readonly signsIn: boolean
  start(): Promise<{ readonly server: SampleServer; readonly request: ConnectRequest }>
}

export const scenes: readonly Scene[] = [
  {
    title: 'A server without a login',
    mode: 'NoAuth',
    signsIn: false,
    start: async () => plain(await startOpenServer()),
  },
  {
    title: 'An old server, HTTP with Server-Sent Events',
    mode: 'NoAuth',
    signsIn: false,
    start: async () => plain(await startEventStreamServer()),
  },
  {
    title: 'A server this app registers itself at (DCR)',
    mode: 'OAuthWithDCR',
    signsIn: true,
    start: async () => plain(await startRegistrationServer()),
  },
  {
    title: 'A server that reads who this app is from a document (CIMD)',
    mode: 'OAuthWithCIMD',
    signsIn: true,
    start: async () => {
      const server = await startClientDocumentServer()
      const { clientMetadataUrl } = server
      return { server, request: requestFor(server, { clientMetadataUrl }) }
    },
  },
  {
    title: 'A server like Salesforce: client made by hand, login host of the company',
    mode: 'OAuth',
    signsIn: true,
    start: async () => {
      const server = await startLoginHostServer()
      const { loginHost, clientId, clientSecret } = server
      const request = requestFor(server, { loginHost })
      return { server, request: { ...request, client: { clientId, clientSecret } } }
    },
  },
]

function plain(server: SampleServer) {
  return { server, request: requestFor(server, {}) }
}

function requestFor(server: SampleServer, settings: Partial<ConnectionSettings>): ConnectRequest {
  return {
    url: server.url,
    settings: ConnectionSettings.parse(settings),
    headers: {},
    patienceMs: 30_000,
  }
}
