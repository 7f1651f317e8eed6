/** The platform's side: the official client library as it comes, which uses whatever the server at the address offers. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { Tool } from '@modelcontextprotocol/client'

const url = new URL(process.argv.at(-1) ?? '')
const accessKey = process.env['CONFORMANCE_ACCESS_KEY']
const modern = process.env['MCP_CONFORMANCE_PROTOCOL_VERSION'] === '2026-07-28'

const client = new Client(
  { name: 'platform', version: '1.0.0' },
  {
    capabilities: { elicitation: { form: { applyDefaults: true } } },
    ...(modern && { versionNegotiation: { mode: 'auto' as const } }),
  },
)
client.setRequestHandler('elicitation/create', () => ({ action: 'accept' as const, content: {} }))
await client.connect(
  new StreamableHTTPClientTransport(url, {
    ...(accessKey !== undefined && { requestInit: { headers: { 'aip-access-key': accessKey } } }),
  }),
)
const { tools } = await client.listTools()
for (const tool of tools) {
  await client.callTool({ name: tool.name, arguments: argumentsFor(tool) })
}
if (client.getServerCapabilities()?.resources) {
  const { resources } = await client.listResources()
  for (const { uri } of resources) await client.readResource({ uri })
}
if (client.getServerCapabilities()?.prompts) {
  const { prompts } = await client.listPrompts()
  for (const { name } of prompts) await client.getPrompt({ name })
}
await client.close()

/** One value of the right type for each argument. */
function argumentsFor({ inputSchema }: Tool): Record<string, unknown> {
  const samples: Record<string, unknown> = {
    number: 5,
    integer: 3,
    boolean: true,
    array: [],
    object: {},
  }
  return Object.fromEntries(
    Object.entries(inputSchema.properties ?? {}).map(([name, schema]) => {
      const type = (schema as { type?: unknown }).type
      return [name, samples[typeof type === 'string' ? type : ''] ?? 'text']
    }),
  )
}
