/** People paste what the documentation of a server gave them; the import says what it understood. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '#core/app-error.ts'
import type { ImportedServer, RemoteServer } from '#core/import-export/imported-server.ts'
import { parseImport } from '#core/import-export/parse-import.ts'

const url = 'https://mcp.example.com/mcp'
const bearer = { Authorization: 'Bearer abc' }

/** Everything that is understood as the one server at `url`, and what else it tells. */
const examples: readonly [what: string, text: string, more: object][] = [
  ['an address', `  ${url}\n`, { name: 'example' }],
  ['an address in a sentence', `Our server is at ${url}. Have fun!`, { name: 'example' }],
  ['an address in brackets', `See (${url}) for more`, {}],
  [
    'mcpServers with a type',
    JSON.stringify({ mcpServers: { acme: { type: 'http', url, headers: bearer } } }),
    { name: 'acme', headers: bearer },
  ],
  [
    'mcpServers with a bridge',
    JSON.stringify({
      mcpServers: { acme: { command: 'npx', args: ['-y', 'mcp-remote@latest', url] } },
    }),
    { name: 'acme' },
  ],
  [
    'a bridge whose header comes from the environment',
    JSON.stringify({
      mcpServers: {
        acme: {
          command: 'cmd',
          args: ['/c', 'npx', 'mcp-remote', url, '--header', 'Authorization:${AUTH}'],
          env: { AUTH: 'Bearer abc' },
        },
      },
    }),
    { name: 'acme', headers: bearer },
  ],
  [
    'a bridge with a client made by hand',
    JSON.stringify({
      mcpServers: {
        acme: {
          command: 'npx',
          args: [
            'mcp-remote',
            url,
            '3334',
            '--static-oauth-client-info',
            '{"client_id":"id","client_secret":"s"}',
          ],
        },
      },
    }),
    { name: 'acme', clientId: 'id', clientSecret: 's' },
  ],
  [
    'servers with inputs',
    JSON.stringify({
      inputs: [{ id: 'key', type: 'promptString', description: 'Key of Acme', password: true }],
      servers: { acme: { type: 'http', url, headers: { 'X-Key': '${input:key}' } } },
    }),
    { name: 'acme', headers: { 'X-Key': '${input:key}' }, missing: ['Key of Acme'] },
  ],
  [
    'editor settings with comments',
    `{\n  // my servers\n  "mcp": { /* here */ "servers": { "acme": { "url": "${url}", }, }, },\n}`,
    { name: 'acme' },
  ],
  ['serverUrl', JSON.stringify({ mcpServers: { acme: { serverUrl: url } } }), { name: 'acme' }],
  ['httpUrl', JSON.stringify({ mcpServers: { acme: { httpUrl: url } } }), { name: 'acme' }],
  [
    'a list below mcp',
    JSON.stringify({ mcp: { acme: { type: 'remote', url, enabled: true } } }),
    { name: 'acme' },
  ],
  ['context_servers', JSON.stringify({ context_servers: { acme: { url } } }), { name: 'acme' }],
  [
    'a key with a prefix',
    JSON.stringify({ 'amp.mcpServers': { acme: { url } } }),
    { name: 'acme' },
  ],
  [
    'login details',
    JSON.stringify({
      mcpServers: { acme: { url, auth: { CLIENT_ID: 'id', scopes: ['read', 'write'] } } },
    }),
    { name: 'acme', clientId: 'id', scope: 'read write' },
  ],
  ['an entry without braces', `"acme": { "url": "${url}" },`, { name: 'acme' }],
  ['curly quotes', `{“acme”: {“url”: “${url}”}}`, { name: 'acme' }],
  ['a list of entries', JSON.stringify([{ name: 'acme', url }]), { name: 'acme' }],
  [
    'a line for Claude Code',
    `$ claude mcp add --transport http --scope user acme ${url} \\\n  --header "Authorization: Bearer abc"`,
    { name: 'acme', headers: bearer },
  ],
  [
    'a line for Claude Code with JSON',
    `claude mcp add-json acme '{"type":"http","url":"${url}"}'`,
    { name: 'acme' },
  ],
  [
    'a line for Claude Code with a bridge',
    `claude mcp add acme -- npx -y mcp-remote ${url}`,
    { name: 'acme' },
  ],
  [
    'a line for Codex',
    `codex mcp add acme --url ${url} --bearer-token-env-var ACME_KEY`,
    { name: 'acme', headers: { Authorization: 'Bearer ${ACME_KEY}' }, missing: ['ACME_KEY'] },
  ],
  [
    'a line for an editor',
    `code --add-mcp '{"name":"acme","type":"http","url":"${url}"}'`,
    { name: 'acme' },
  ],
  [
    'a bare bridge',
    `npx mcp-remote ${url} --header 'X-Key: a:b'`,
    { name: 'example', headers: { 'X-Key': 'a:b' } },
  ],
  [
    'a curl command',
    `curl -X POST ${url} -H 'Content-Type: application/json' -H "Authorization: Bearer abc" -d '{"a":"https://other.example"}'`,
    { headers: bearer },
  ],
  ['a line for this program', `aip connect ${url} --name acme`, { name: 'acme' }],
  [
    'a link for Cursor',
    `cursor://anysphere.cursor-deeplink/mcp/install?name=acme&config=${btoa(JSON.stringify({ url }))}`,
    { name: 'acme' },
  ],
  [
    'a link for VS Code',
    `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name: 'acme', url }))}`,
    { name: 'acme' },
  ],
  [
    'a page that shows several dialects',
    [
      '# Acme',
      'Read https://docs.example.com first.',
      '```sh',
      `claude mcp add -t http acme ${url}`,
      '```',
      'or',
      '```json',
      JSON.stringify({ servers: { acme: { url } } }),
      '```',
    ].join('\n'),
    { name: 'acme' },
  ],
  [
    'a page with a configuration and no fence',
    `Add this:\n{"mcpServers": {"acme": {"url": "${url}"}}}\nand restart.`,
    { name: 'acme' },
  ],
  ['a file with a byte order mark', `\ufeff{"mcpServers":{"acme":{"url":"${url}"}}}`, {}],
]

describe('an import', () => {
  it.each(examples)('understands %s', (_, text, more) => {
    const servers = parseImport(text)
    expect(servers.map(summary)).toEqual([expect.objectContaining({ url, ...more })])
  })

  it('says which entries it cannot use, and why', () => {
    const text = JSON.stringify({
      mcpServers: {
        files: { command: 'npx', args: ['-y', '@acme/server-files', '/tmp'] },
        tenant: { url: 'https://<your tenant>.example.com/mcp' },
        inside: { url: 'https://me:secret@example.com/mcp' },
        odd: { url: 'ws://example.com' },
        good: { url },
      },
    })
    const servers = parseImport(text)
    expect(servers.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'skipped files',
      'skipped tenant',
      'skipped inside',
      'skipped odd',
      'remote good',
    ])
    const reasons = servers.flatMap((each) =>
      each.kind === 'skipped' ? [each.reason.english] : [],
    )
    expect(reasons[0]).toContain('runs on this computer')
    expect(reasons[1]).toContain('your tenant')
    expect(reasons.join()).not.toContain('secret')
  })

  it.each(['<token>', 'YOUR_API_KEY', '{{key}}', '${env:KEY}', '${KEY}'])(
    'notices that %s still has to be filled in',
    (value) => {
      const text = JSON.stringify({ mcpServers: { a: { url, headers: { 'X-Key': value } } } })
      expect(remote(parseImport(text)[0]).headers[0]?.missing).toHaveLength(1)
    },
  )

  it('uses the default a variable brings along', () => {
    const text = JSON.stringify({ a: { url: '${BASE:-https://mcp.example.com}/mcp' } })
    expect(remote(parseImport(text)[0]).url).toBe(url)
  })

  it('treats every header as a secret', () => {
    const text = JSON.stringify({ a: { url, headers: { 'X-Region': 'eu' } } })
    expect(remote(parseImport(text)[0]).headers[0]?.secret).toBe(true)
  })

  it('reads several addresses, one a line', () => {
    const servers = parseImport('https://a.example/mcp\nhttps://b.example/mcp\n')
    expect(servers.map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('keeps an entry although one of its fields is odd', () => {
    const text = JSON.stringify({ mcpServers: { a: { url, headers: 7, env: [], oauth: 'x' } } })
    expect(remote(parseImport(text)[0]).url).toBe(url)
  })

  it.each([
    '',
    '   ',
    'hello',
    '{}',
    '[]',
    'null',
    '{"mcpServers":{}}',
    'rm -rf /',
    'ftp://a.example',
  ])('does not understand %j, and says what would be', (text) => {
    expect(() => parseImport(text)).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ code: 'import-not-understood', whoseTurn: 'you' }),
      }),
    )
  })

  it('does not repeat what was pasted in its problem', () => {
    try {
      parseImport('token=very-secret')
      expect.unreachable()
    } catch (error) {
      expect(JSON.stringify((error as AppError).problem)).not.toContain('very-secret')
    }
  })
})

describe('whatever is pasted', () => {
  const marks = ['{', '}', '"', "'", '\\', '/*', '//', '```', '--header', 'mcp add', '${', '%', ',']
  const piece = fc.constantFrom(...examples.map(([, text]) => text), ...marks)

  it.each([
    ['any text', fc.string({ unit: 'binary' })],
    ['any JSON', fc.json()],
    ['JSON in the place of servers', fc.json().map((json) => `{"mcpServers":{"a":${json}}}`)],
    ['pieces of examples', fc.array(fc.oneof(piece, fc.string())).map((each) => each.join(' '))],
    [
      'cut examples',
      fc.tuple(piece, fc.nat(200), fc.nat(200)).map(([text, from, to]) => text.slice(from, -to)),
    ],
  ])('%s gives servers with usable addresses, or a problem', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const servers = orProblem(() => parseImport(text))
        for (const each of servers) {
          if (each.kind === 'remote') expect(new URL(each.url).protocol).toMatch(/^https?:$/)
        }
      }),
      { numRuns: 300 },
    )
  })

  it.each(['/*', '{', '"', '[', '\\"', '${', '<', 'https://', '``` ', '\n'])(
    'a long run of %j takes no long time',
    (unit) => {
      const servers = orProblem(() => parseImport(unit.repeat(100_000 / unit.length)))
      expect(servers.length).toBeLessThan(2)
    },
    5_000,
  )
})

function orProblem(work: () => ImportedServer[]): ImportedServer[] {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

function remote(server: ImportedServer | undefined): RemoteServer {
  if (server?.kind !== 'remote') throw new Error(`Not a remote server: ${JSON.stringify(server)}`)
  return server
}

function summary(server: ImportedServer): object {
  if (server.kind === 'skipped') return server
  const { headers, ...rest } = server
  return {
    ...rest,
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    missing: headers.flatMap((each) => each.missing),
  }
}
