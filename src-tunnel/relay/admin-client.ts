/** Talks to a relay's admin API. */
import type { z } from 'zod'
import {
  AccessKeyCreated,
  AccessKeyList,
  AdminFailure,
  DeviceList,
  LinkKeyCreated,
  Removed,
  TunnelCreated,
  TunnelList,
  adminPath,
} from '../protocol/admin.ts'
import type { CreateAccessKey, CreateTunnel } from '../protocol/admin.ts'

/** The relay answered, but not with what was asked for. `status` 0: it is no relay that answers there. */
export class AdminRefusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'AdminRefusal'
    this.status = status
    this.code = code
  }
}

export interface AdminClientOptions {
  /** Origin of the relay. */
  readonly relay: string
  readonly adminKey: string
  /** A fetch that follows no redirects: the admin key goes to this relay and to nobody else. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>
  readonly signal: AbortSignal
}

export type AdminClient = ReturnType<typeof createAdminClient>

/** Every method throws `AdminRefusal`, or what `fetch` throws. */
export function createAdminClient(options: AdminClientOptions) {
  const ask = async <T>(
    schema: z.ZodType<T>,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<T> => {
    const answer = await options.fetch(new URL(adminPath + path, options.relay).href, {
      method,
      redirect: 'manual',
      signal: options.signal,
      headers: {
        authorization: `Bearer ${options.adminKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const value = await jsonOf(answer)
    const good = schema.safeParse(value)
    if (answer.ok && good.success) return good.data
    const { error } = AdminFailure.safeParse(value).data ?? {}
    if (error) throw new AdminRefusal(answer.status, error.code, error.message)
    throw new AdminRefusal(0, 'not_a_relay', `What answers there (${answer.status}) is no relay.`)
  }
  const at = (alias: string): string => `/tunnels/${encodeURIComponent(alias)}`
  return {
    tunnels: () => ask(TunnelList, 'GET', '/tunnels'),
    createTunnel: (wish: z.input<typeof CreateTunnel>) =>
      ask(TunnelCreated, 'POST', '/tunnels', wish),
    removeTunnel: (alias: string) => ask(Removed, 'DELETE', at(alias)),
    createLinkKey: (alias: string) => ask(LinkKeyCreated, 'POST', `${at(alias)}/link-keys`, {}),
    keys: (alias: string) => ask(AccessKeyList, 'GET', `${at(alias)}/keys`),
    createKey: (alias: string, wish: z.input<typeof CreateAccessKey>) =>
      ask(AccessKeyCreated, 'POST', `${at(alias)}/keys`, wish),
    revokeKey: (id: string) => ask(Removed, 'DELETE', `/keys/${encodeURIComponent(id)}`),
    devices: () => ask(DeviceList, 'GET', '/devices'),
    revokeDevice: (id: string) => ask(Removed, 'DELETE', `/devices/${encodeURIComponent(id)}`),
  }
}

async function jsonOf(answer: Response): Promise<unknown> {
  try {
    return await answer.json()
  } catch {
    // No JSON: no schema accepts undefined.
    return undefined
  }
}
