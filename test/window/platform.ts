/** The AI platform's side: the official SDK's client, with nothing but the public address and the access key. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

/** Lists the tools and adds two numbers. */
export async function callFromPlatform(
  publicUrl: string,
  accessKey: string,
): Promise<{ readonly tools: readonly string[]; readonly content: unknown }> {
  const client = new Client({ name: 'platform', version: '1' }, { capabilities: {} })
  const headers = { authorization: `Bearer ${accessKey}` }
  await client.connect(
    new StreamableHTTPClientTransport(new URL(publicUrl), { requestInit: { headers } }),
  )
  try {
    const { tools } = await client.listTools()
    const { content } = await client.callTool({ name: 'add', arguments: { a: 2, b: 40 } })
    return { tools: tools.map((each) => each.name), content }
  } finally {
    await client.close()
  }
}

export const fortyTwo = [{ type: 'text', text: '42' }]
