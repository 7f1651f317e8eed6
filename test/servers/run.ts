/** `npm run servers`: every test server at once, to try the product on by hand; prints the addresses and runs until Ctrl+C. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startClientDocumentServer } from '../../src-main/sample-servers/client-document-server.ts'
import { startEventStreamServer } from '../../src-main/sample-servers/event-stream-server.ts'
import { startLoginHostServer } from '../../src-main/sample-servers/login-host-server.ts'
import { startOpenServer } from '../../src-main/sample-servers/open-server.ts'
import { startRegistrationServer } from '../../src-main/sample-servers/registration-server.ts'
import { startEverythingServer } from './everything-server.ts'
import { startGuideServer } from './guide-server.ts'
import { startOidcProviderServer } from './oidc-provider-server.ts'

interface Running {
  readonly url: string
  close(): Promise<void>
}

const folder = mkdtempSync(join(tmpdir(), 'aip-servers-'))
const running: Running[] = []

function started<S extends Running>(what: string, server: S, ...facts: string[]): S {
  running.push(server)
  console.log([`${what}\n  ${server.url}`, ...facts].join('\n  '))
  return server
}

const dataFile = (name: string) => ({ dataFile: join(folder, name) })
started('No login', await startOpenServer())
started('No login, HTTP with Server-Sent Events', await startEventStreamServer())
started('No login, the reference server', await startEverythingServer())
started('Registers apps by itself (DCR)', await startRegistrationServer())
started('The guide in Node', await startGuideServer('node', dataFile('node.json')))
started('The guide in Python', await startGuideServer('python', dataFile('python.json')))
started('Behind an OpenID provider', await startOidcProviderServer())
const cimd = await startClientDocumentServer()
started('Reads a client metadata document', cimd, `--client-metadata-url ${cimd.clientMetadataUrl}`)
const byHand = await startLoginHostServer()
const { loginHost, clientId, clientSecret } = byHand
started(
  'Like Salesforce: client by hand',
  byHand,
  `--login-host ${loginHost}`,
  `client id ${clientId}, client secret ${clientSecret}`,
)
console.log('\nRunning. Ctrl+C ends them all.')

process.once('SIGINT', () => {
  void Promise.all(running.map((server) => server.close())).then(() =>
    rmSync(folder, { recursive: true, force: true }),
  )
})
