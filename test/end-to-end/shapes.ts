/** The shapes `docs/cli.md` promises for `--json`, strict: a member more or less fails. */
import { z } from 'zod'
import { AuthMode, Discovery } from '../../src-main/contract/discovery.ts'
import { Connection, ConnectionStatus } from '../../src-main/contract/connection.ts'
import { Problem } from '../../src-main/contract/problem.ts'

const revocation = z.union([
  z.strictObject({ result: z.enum(['revoked', 'not-offered', 'none']) }),
  z.strictObject({ result: z.literal('failed'), reason: z.string().min(1) }),
])

const receipt = z.strictObject({
  name: z.string(),
  refreshToken: revocation,
  accessToken: revocation,
  registrationDeleted: z.boolean(),
})

const milliseconds = z.number().min(0)

const connected = z.strictObject({
  connection: z.strictObject({
    name: z.string(),
    url: z.url(),
    mode: AuthMode,
    account: z.string(),
    status: ConnectionStatus,
  }),
  tools: z.number().int(),
  timings: z.strictObject({
    discover: milliseconds,
    register: milliseconds,
    signIn: milliseconds,
    verify: milliseconds,
  }),
})

const token = z.strictObject({
  name: z.string(),
  issuer: z.url(),
  clientId: z.string(),
  scopes: z.array(z.string()),
  expiresAt: z.number().nullable(),
  refreshable: z.boolean(),
  account: z.string(),
  vault: z.enum(['keychain', 'passphrase', 'session']),
})

export const shapes = {
  discover: z.strictObject(Discovery.shape),
  connect: connected,
  signIn: connected,
  list: z.strictObject({ connections: z.array(z.strictObject(Connection.shape)) }),
  show: z.strictObject({ connection: z.strictObject(Connection.shape) }),
  rename: z.strictObject({ connection: z.strictObject(Connection.shape) }),
  token,
  refresh: token,
  tools: z.strictObject({
    tools: z.array(
      z.strictObject({
        name: z.string(),
        description: z.string().optional(),
        inputSchema: z.looseObject({ type: z.literal('object') }),
        annotations: z.looseObject({}).optional(),
      }),
    ),
  }),
  call: z.looseObject({
    content: z.array(z.looseObject({ type: z.string() })),
    isError: z.boolean().optional(),
  }),
  signOut: z.strictObject({ signedOut: receipt }),
  remove: z.strictObject({ removed: receipt }),
  import: z.strictObject({
    servers: z.array(
      z.union([
        z.strictObject({
          result: z.literal('imported'),
          name: z.string(),
          url: z.url(),
          notes: z.array(z.string()),
        }),
        z.strictObject({ result: z.literal('skipped'), name: z.string(), reason: z.string() }),
      ]),
    ),
  }),
  export: z.strictObject({ mcpServers: z.record(z.string(), z.looseObject({})) }),
  problem: z.strictObject({ problem: z.strictObject(Problem.shape) }),
} as const
