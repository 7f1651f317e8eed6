/** Writes connections as a configuration other MCP clients read. Holds no secret: where one belongs, it names a variable. */
import type { Connection } from '#contract/connection.ts'

/** An `mcp.json` text; `parseImport` reads it back. */
export function exportConnections(connections: readonly Connection[]): string {
  const used = new Set<string>()
  const entries = connections.map((each) => [unused(each.name, used), entryOf(each)] as const)
  return JSON.stringify({ mcpServers: Object.fromEntries(entries) }, null, 2) + '\n'
}

function entryOf({ url, era, settings, command }: Connection): Record<string, unknown> {
  if (command) {
    const { program, args, folder, variables } = command
    const env = Object.fromEntries(variables.map((name) => [name, `\${${name}}`]))
    return { command: program, args, cwd: folder, ...(variables.length > 0 && { env }) }
  }
  const headers = settings.headers.map((name) => [name, `\${${variableName(name)}}`])
  const oauth = {
    ...(settings.scope && { scopes: settings.scope.split(' ') }),
    ...(settings.loginHost && { loginHost: settings.loginHost }),
  }
  return {
    type: era === 'sse' ? 'sse' : 'http',
    url: withoutSecrets(url),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(Object.keys(oauth).length > 0 && { oauth }),
  }
}

/** Some servers take a key in the address; such values become variables. */
function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return ''
  const url = new URL(address)
  if (url.username === '' && url.password === '' && url.search === '') return address
  url.username = ''
  url.password = ''
  const secrets = [...url.searchParams.keys()].filter((name) =>
    /key|token|secret|passw|auth|sig|credential|code/i.test(name),
  )
  for (const name of secrets) url.searchParams.set(name, `\${${variableName(name)}}`)
  return url.href.replaceAll('%24%7B', '${').replaceAll('%7D', '}')
}

function variableName(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')
}

function unused(name: string, used: Set<string>): string {
  let candidate = name
  for (let count = 2; used.has(candidate); count += 1) candidate = `${name}-${count}`
  used.add(candidate)
  return candidate
}
