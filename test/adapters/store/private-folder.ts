/** A data folder for one test, and the sample records that tests put into it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Connection } from '#contract/connection.ts'
import type { Log } from '#core/ports.ts'

export function privateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aip-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const silent: Log = { write: () => undefined }

export function sampleConnection(id: string, changes: Partial<Connection> = {}): Connection {
  return {
    id,
    name: `server ${id}`,
    url: 'https://mcp.example.com/mcp',
    mode: 'OAuthWithDCR',
    account: '',
    status: 'ready',
    issuer: 'https://login.example.com',
    resource: 'https://mcp.example.com/mcp',
    settings: { resource: 'auto', grantType: 'code', headers: [], confirmed: [] },
    createdAt: 1,
    ...changes,
  }
}
