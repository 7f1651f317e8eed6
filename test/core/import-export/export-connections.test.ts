/** An export says how to reach the servers again, and nothing a stranger could use. */
import { describe, expect, it } from 'vitest'
import { ConnectionSettings, type Connection } from '#contract/connection.ts'
import { exportConnections } from '#core/import-export/export-connections.ts'
import { parseImport } from '#core/import-export/parse-import.ts'

function connection(parts: Partial<Connection>): Connection {
  return {
    id: 'id-1',
    name: 'acme',
    url: 'https://mcp.example.com/mcp',
    mode: 'OAuthWithDCR',
    account: 'ada@example.com',
    status: 'ready',
    issuer: 'https://auth.example.com',
    resource: 'https://mcp.example.com/mcp',
    settings: ConnectionSettings.parse({}),
    createdAt: 0,
    ...parts,
  }
}

describe('an export', () => {
  it('is read back by an import, names and addresses as they were', () => {
    const connections = [
      connection({}),
      connection({ name: 'acme of Grace' }),
      connection({ name: '__proto__', url: 'https://other.example/sse?region=eu', era: 'sse' }),
    ]
    const read = parseImport(exportConnections(connections))
    expect(read.map((each) => each.kind === 'remote' && [each.name, each.url])).toEqual(
      connections.map(({ name, url }) => [name, url]),
    )
  })

  it('names a variable where a header had a secret', () => {
    const settings = ConnectionSettings.parse({ headers: ['X-Api-Key'] })
    const text = exportConnections([connection({ settings })])
    expect(JSON.parse(text)).toMatchObject({
      mcpServers: { acme: { type: 'http', headers: { 'X-Api-Key': '${X_API_KEY}' } } },
    })
    expect(parseImport(text)).toMatchObject([{ headers: [{ missing: ['X_API_KEY'] }] }])
  })

  it('keeps scope and login host', () => {
    const settings = ConnectionSettings.parse({ scope: 'a b', loginHost: 'acme.example.com' })
    expect(parseImport(exportConnections([connection({ settings })]))).toMatchObject([
      { scope: 'a b', loginHost: 'acme.example.com' },
    ])
  })

  it.each([
    'https://mcp.example.com/mcp?apiKey=hidden',
    'https://mcp.example.com/mcp?access_token=hidden&region=eu',
    'https://me:hidden@mcp.example.com/mcp',
  ])('leaves no secret in the address %s', (url) => {
    const text = exportConnections([connection({ url })])
    expect(text).toContain('https://mcp.example.com/mcp')
    expect(text).not.toContain('hidden')
  })

  it('says nothing of accounts and issuers', () => {
    expect(exportConnections([connection({})])).not.toMatch(/ada@|auth\.example/)
  })

  it('keeps two connections of one name apart', () => {
    const text = exportConnections([connection({}), connection({ id: 'id-2' })])
    expect(parseImport(text).map(({ name }) => name)).toEqual(['acme', 'acme-2'])
  })
})
