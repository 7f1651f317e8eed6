/** What the relay's administrators ask and are told, over HTTP and JSON. */
import { z } from 'zod'
import { ExposedConnection, TunnelAlias } from './names.ts'

export const adminPath = '/admin/v1'

export const TunnelView = z.object({
  alias: z.string(),
  organization: z.boolean(),
  /** Addresses and networks callers may come from; empty: anywhere. */
  allowFrom: z.array(z.string()),
  createdAt: z.number(),
  publicUrl: z.string(),
  devices: z.number(),
  online: z.number(),
})
export type TunnelView = z.infer<typeof TunnelView>

export const DeviceView = z.object({
  id: z.string(),
  tunnel: z.string(),
  name: z.string(),
  os: z.string(),
  version: z.string(),
  linkedAt: z.number(),
  revokedAt: z.number().nullable(),
  /** Something the administrator should look at. */
  warning: z.string().nullable(),
  /** Null: not connected. */
  live: z
    .object({
      address: z.string(),
      since: z.number(),
      rttMs: z.number().nullable(),
      calls: z.number(),
      exposed: z.array(ExposedConnection),
    })
    .nullable(),
})
export type DeviceView = z.infer<typeof DeviceView>

export const AccessKeyView = z.object({
  id: z.string(),
  tunnel: z.string(),
  name: z.string(),
  createdAt: z.number(),
  expiresAt: z.number().nullable(),
})
export type AccessKeyView = z.infer<typeof AccessKeyView>

export const CreateTunnel = z.strictObject({
  alias: TunnelAlias,
  organization: z.boolean().default(false),
  /** Adds random characters, so that the name cannot be guessed. */
  unguessable: z.boolean().default(false),
  allowFrom: z.array(z.string().max(60)).max(100).default([]),
})

export const CreateAccessKey = z.strictObject({
  /** Shown to the edge as the caller; two valid keys may share a name while one takes the place of the other. */
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._ -]{0,59}$/)
    .default('default'),
  /** The tunnel's keys of the same name end after this time. */
  overlapSeconds: z.number().int().min(0).max(2_592_000).optional(),
})

export const TunnelList = z.object({ tunnels: z.array(TunnelView) })
export const DeviceList = z.object({ devices: z.array(DeviceView) })
export const AccessKeyList = z.object({ keys: z.array(AccessKeyView) })
export const TunnelCreated = z.object({
  tunnel: TunnelView,
  linkKey: z.string(),
  linkKeyExpiresAt: z.number(),
})
export const LinkKeyCreated = z.object({ linkKey: z.string(), linkKeyExpiresAt: z.number() })
export const AccessKeyCreated = z.object({ id: z.string(), name: z.string(), key: z.string() })
export const Removed = z.object({ removed: z.string() })
export const AdminFailure = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
