/** One connection as the agent serves it: where its server is, how the token gets there, and which tools may be called. */
import { z } from 'zod'
import { ConnectionName } from './names.ts'

/**
 * What the person decided about each tool. `changed` and `new`: it is not what was approved, so it stays out of the tunnel until somebody looks
 * at it (R28). `others` is for tools nobody decided about.
 */
export const ToolPolicy = z.object({
  decisions: z.record(z.string(), z.enum(['allow', 'block', 'changed', 'new'])),
  others: z.enum(['allow', 'block']),
})
export type ToolPolicy = z.infer<typeof ToolPolicy>

/** Where requests for a connection may lead; the same facts as the core's `Reach`. */
export const ExposureReach = z.object({
  zone: z.enum(['loopback', 'private', 'public']),
  plainHttpConfirmed: z.boolean(),
  caFile: z.string().optional(),
  clientCertificateFile: z.string().optional(),
})
export type ExposureReach = z.infer<typeof ExposureReach>

/** A server that this machine starts itself and speaks to over its standard input and output; never through a shell. */
export const ServerCommand = z.object({
  program: z.string().min(1),
  args: z.array(z.string()),
  /** Working folder, absolute. */
  folder: z.string().min(1),
  /** Environment variables in clear: never written anywhere. */
  variables: z.record(z.string(), z.string()),
})
export type ServerCommand = z.infer<typeof ServerCommand>

/** Where a command's server is addressed inside this process. The name never resolves (RFC 6761 §6.4): what forgets the command reaches nobody. */
export const commandAddress = 'http://command.invalid/mcp'

export const Exposure = z.object({
  /** In the public address. */
  name: ConnectionName,
  connectionId: z.string(),
  /** Address of the MCP server. */
  url: z.url({ protocol: /^https?$/ }),
  /**
   * `sign-in`: the edge adds the access token. `open`: the server wants none. `pass-through`: the platform brings its own Authorization, and
   * challenges and metadata pass unchanged.
   */
  access: z.enum(['sign-in', 'open', 'pass-through']),
  /** Static headers of the connection, in clear: never written anywhere. */
  headers: z.record(z.string(), z.string()),
  reach: ExposureReach,
  tools: ToolPolicy,
  /** The server is this command and no address; `url` is `commandAddress` then. */
  command: ServerCommand.optional(),
})
export type Exposure = z.infer<typeof Exposure>
