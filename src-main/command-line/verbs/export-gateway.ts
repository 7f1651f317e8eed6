/** `aip export --gateway`: configurations with which other programs on this computer use the offered connections; their tokens stay here. */
import { listExposed } from '#core/tunnel/exposed-record.ts'
import { localPort, ownAccessKey } from '#core/tunnel/own-access-key.ts'
import type { Verb } from '../verb.ts'
import { withTunnel } from './tunnel.ts'

const variable = '${AIP_GATEWAY_KEY}'

export function exportGateway(options: { readonly reveal?: boolean }): Verb {
  return withTunnel(async ({ machine }, { output }) => {
    const { store, vault, random } = machine.ports
    const key =
      options.reveal === true ? await ownAccessKey(vault, random, 'local-gateway') : variable
    const servers = listExposed(store).map(({ record }) => {
      const url = `http://127.0.0.1:${localPort(store)}/mcp/${record.name}`
      return [
        record.name,
        { type: 'http', url, headers: { Authorization: `Bearer ${key}` } },
      ] as const
    })
    const document = { mcpServers: Object.fromEntries(servers) }
    const [first] = servers
    if (first && !output.json) {
      const [name, { url }] = first
      output.note('mcp.json, for most clients, is below. For others:')
      output.note(
        `  claude mcp add --transport http ${name} ${url} --header "Authorization: Bearer ${variable}"`,
      )
      output.note(`  codex mcp add ${name} --url ${url} --bearer-token-env-var AIP_GATEWAY_KEY`)
      if (options.reveal !== true) output.note('The key itself is written with --reveal.')
    }
    if (!first) output.note('No connection is offered yet: aip tunnel expose <name>')
    output.result(document, JSON.stringify(document, null, 2))
  })
}
