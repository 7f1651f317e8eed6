/** Sample: a server with a login that takes the address of a client id metadata document (CIMD) instead of a registration. */
import { createAuthorizationServer, json } from './authorization-server.ts'
import { createProtectedServer } from './protected-server.ts'
import { accountsAndTokens, type OAuthSampleOptions, type SampleServer } from './sample-server.ts'
import { startWebServer } from './web-server.ts'

export interface ClientDocumentOptions extends OAuthSampleOptions {
  /** What the sample document lists as the application's callback addresses. */
  readonly redirectUris?: readonly string[]
}

export interface ClientDocumentServer extends SampleServer {
  /** Address of a document for this application, as its makers would publish it on their own site. */
  readonly clientMetadataUrl: string
}

/** Starts it, and beside it the web site that holds the document. */
export async function startClientDocumentServer(
  options: ClientDocumentOptions = {},
): Promise<ClientDocumentServer> {
  const title = 'Client document sample'
  const web = await startWebServer()
  const site = await startDocumentSite(options.redirectUris ?? callbackAddresses)
  const { origin } = web
  const authorization = createAuthorizationServer({
    issuer: origin,
    title,
    resource: `${origin}/mcp`,
    registration: 'cimd',
    metadata: 'oauth',
    issuerInReply: true,
    ...accountsAndTokens(options),
  })
  const { permissionOf } = authorization
  const mcp = createProtectedServer({ title, origin, authorizationServers: [origin], permissionOf })
  web.serve(async (request) => (await authorization.handle(request)) ?? mcp.handle(request))
  return {
    url: `${origin}/mcp`,
    description: 'OAuth where the app is known by a document it publishes (CIMD)',
    clientMetadataUrl: site.documentUrl,
    async close() {
      await mcp.close()
      await web.close()
      await site.close()
    },
  }
}

const callbackAddresses = ['http://127.0.0.1/callback', 'http://localhost/callback']

async function startDocumentSite(
  redirectUris: readonly string[],
): Promise<{ documentUrl: string; close(): Promise<void> }> {
  const web = await startWebServer()
  const path = '/aip-desktop/client.json'
  const documentUrl = web.origin + path
  web.serve(async (request) =>
    new URL(request.url).pathname === path
      ? json(200, {
          client_id: documentUrl,
          client_name: 'AIP Desktop',
          redirect_uris: redirectUris,
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          token_endpoint_auth_method: 'none',
          application_type: 'native',
        })
      : json(404, {}),
  )
  return { documentUrl, close: () => web.close() }
}
