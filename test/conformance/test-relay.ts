/** The administrator's side of a run through the tunnel: a tunnel of its own for each client. */
import { randomBytes } from 'node:crypto'
import { AccessKeyCreated, TunnelCreated, adminPath } from '#tunnel/protocol/admin.ts'

export interface TestRelay {
  readonly url: string
  readonly adminKey: string
}

/** The relay that the runner started; undefined: this run goes without a tunnel. */
export function tunnelFromEnvironment(): TestRelay | undefined {
  const { CONFORMANCE_RELAY: url, CONFORMANCE_RELAY_KEY: adminKey } = process.env
  return url !== undefined && adminKey !== undefined ? { url, adminKey } : undefined
}

export async function newTunnel(relay: TestRelay): Promise<{ linkKey: string; accessKey: string }> {
  const alias = `run-${randomBytes(6).toString('hex')}`
  const { linkKey } = TunnelCreated.parse(await post(relay, '/tunnels', { alias }))
  const { key } = AccessKeyCreated.parse(await post(relay, `/tunnels/${alias}/keys`, {}))
  return { linkKey, accessKey: key }
}

async function post(relay: TestRelay, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(relay.url + adminPath + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${relay.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return answer.json()
}
