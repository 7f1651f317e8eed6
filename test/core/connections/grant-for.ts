/** A grant for tests, complete but for what the test is about. */
import { Grant } from '#core/records.ts'

export function grantFor(parts: Partial<Grant>): Grant {
  const issuer = 'https://auth.example.com'
  return Grant.parse({
    connectionId: 'c1',
    issuer,
    clientId: 'client-1',
    resource: 'https://mcp.example.com/mcp',
    grantType: 'code',
    accessToken: 'access-1',
    tokenType: 'Bearer',
    scopes: [],
    account: '',
    obtainedAt: 0,
    server: { issuer, token_endpoint: `${issuer}/token` },
    registration: {
      issuer,
      source: 'dcr',
      clientId: 'client-1',
      authMethod: 'none',
      redirectUris: [],
      createdAt: 0,
    },
    version: 1,
    ...parts,
  })
}
