/** Sample: a server with a login where applications register themselves (RFC 7591), authorization server included. */
import { createAuthorizationServer } from './authorization-server.ts'
import { createProtectedServer } from './protected-server.ts'
import { accountsAndTokens, type OAuthSampleOptions, type SampleServer } from './sample-server.ts'
import { startWebServer } from './web-server.ts'

export interface RegistrationServer extends SampleServer {
  /** Makes the server forget every registered application, as after a reset of its database. */
  forgetClients(): void
}

/** Starts it: OAuth with dynamic client registration. */
export async function startRegistrationServer(
  options: OAuthSampleOptions = {},
): Promise<RegistrationServer> {
  const title = 'Registration sample'
  const web = await startWebServer()
  const { origin } = web
  const authorization = createAuthorizationServer({
    issuer: origin,
    title,
    resource: `${origin}/mcp`,
    registration: 'dcr',
    metadata: 'oauth',
    issuerInReply: true,
    ...accountsAndTokens(options),
  })
  const { permissionOf } = authorization
  const mcp = createProtectedServer({ title, origin, authorizationServers: [origin], permissionOf })
  web.serve(async (request) => (await authorization.handle(request)) ?? mcp.handle(request))
  return {
    url: `${origin}/mcp`,
    description: 'OAuth where the app registers itself (DCR)',
    forgetClients: () => authorization.clients.forgetAll(),
    async close() {
      await mcp.close()
      await web.close()
    },
  }
}
