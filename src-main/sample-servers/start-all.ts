/** Starts one sample server of each kind, for a person to try the product on. */
import { startClientDocumentServer } from './client-document-server.ts'
import { startEventStreamServer } from './event-stream-server.ts'
import { startLoginHostServer } from './login-host-server.ts'
import { startOpenServer } from './open-server.ts'
import { startRegistrationServer } from './registration-server.ts'

export interface ListedSample {
  readonly url: string
  readonly kind: 'registers' | 'by-document' | 'by-hand' | 'open' | 'event-stream'
  /** What the administrator of the sample's organization would have handed out. */
  readonly enter?: {
    readonly clientId: string
    readonly clientSecret: string
    readonly loginHost: string
  }
}

export interface SampleServers {
  readonly servers: readonly ListedSample[]
  /** Address of the document by which the server at `url` knows this app. */
  documentOf(url: string): string | undefined
  close(): Promise<void>
}

/** All of them; when one does not start, none stays. */
export async function startAllSamples(): Promise<SampleServers> {
  const starting = [
    startRegistrationServer(),
    startOpenServer(),
    startLoginHostServer(),
    startClientDocumentServer(),
    startEventStreamServer(),
  ] as const
  try {
    const [registration, open, loginHost, document, events] = await Promise.all(starting)
    const { clientId, clientSecret } = loginHost
    const enter = { clientId, clientSecret, loginHost: loginHost.loginHost }
    const all = [registration, open, loginHost, document, events]
    const servers = [
      { kind: 'registers', url: registration.url },
      { kind: 'open', url: open.url },
      { kind: 'by-hand', url: loginHost.url, enter },
      { kind: 'by-document', url: document.url },
      { kind: 'event-stream', url: events.url },
    ] as const
    return {
      servers,
      documentOf: (url) => (url === document.url ? document.clientMetadataUrl : undefined),
      close: async () => {
        await Promise.all(all.map((each) => each.close()))
      },
    }
  } catch (error) {
    const started = await Promise.allSettled(starting)
    const running = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    await Promise.all(running.map((each) => each.close()))
    throw error
  }
}
