/** A connection record for tests, complete but for what the test is about. */
import { Connection } from '#contract/connection.ts'

export function connectionFor(parts: Partial<Connection>): Connection {
  return Connection.parse({
    id: 'c1',
    name: 'example',
    url: 'https://mcp.example.com/mcp',
    mode: 'OAuthWithDCR',
    account: '',
    status: 'ready',
    issuer: 'https://auth.example.com',
    resource: 'https://mcp.example.com/mcp',
    settings: {},
    createdAt: 0,
    ...parts,
  })
}
