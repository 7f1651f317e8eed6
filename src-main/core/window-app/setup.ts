/** Setting up a server: from whatever was pasted, over what discovery found, to a stored connection. */
import { ConnectionSettings } from '#contract/connection.ts'
import type { SetupSettings } from '#contract/journey-commands.ts'
import { isProblem } from '#core/app-error.ts'
import type { App, ConnectRequest, Connected } from '#core/app/app.ts'
import { draftOf } from '#core/app/connect.ts'
import { discoverWithPerson, type Agreed } from '#core/app/discover-with-person.ts'
import { uniqueName } from '#core/app/names.ts'
import { rememberZone } from '#core/app/parts.ts'
import { parseServerAddress } from '#core/discovery/server-address.ts'
import type { ClientAnswer, Guide } from '#core/guide.ts'
import type { RemoteServer } from '#core/import-export/imported-server.ts'
import { parseImport } from '#core/import-export/parse-import.ts'
import { badUsage } from './problems.ts'
import { findingsOf } from './findings.ts'
import type { Ending } from './journeys.ts'
import type { WindowPorts } from './ports.ts'
import { rememberTrace } from './traces.ts'
import { say } from '#core/say.ts'

/** What is being set up. Holds values of headers and a client secret: it stays in memory. */
export interface Setup {
  readonly url: string
  /** Empty: made from the address. */
  readonly name: string
  readonly settings: SetupSettings & { readonly description?: string | undefined }
  readonly headers: Record<string, string>
  readonly client?: ClientAnswer
  readonly useTunnel: boolean
  readonly patienceMs: number
  readonly opensBrowser: boolean
  /** What the person agreed to in an earlier process. */
  readonly agreed?: Pick<ConnectionSettings, 'confirmed' | 'pinnedIssuer'>
}

/** What a discovery was made for, so that it is not made twice for the same. */
export interface Looked {
  readonly setup: Setup
  readonly agreed: Agreed
}

/** Understands what a person pasted into the one field. Throws `bad-address` or `import-not-understood`. */
export function setupFrom(text: string): Setup {
  const trimmed = text.trim()
  try {
    return blankSetup(parseServerAddress(trimmed).href)
  } catch (error) {
    if (!isProblem(error, 'bad-address')) throw error
    const server = onlyServerIn(trimmed)
    if (!server && /\s/.test(trimmed)) parseImport(trimmed)
    if (!server) throw error
    return setupOf(server)
  }
}

function onlyServerIn(text: string): RemoteServer | undefined {
  const servers = understood(text)
  const remote = servers.filter((each) => each.kind === 'remote')
  if (remote.length > 1) {
    throw badUsage(say('import.several', { count: remote.length }), say('import.several.next'))
  }
  const [skipped] = servers
  if (remote.length === 0 && skipped?.kind === 'skipped') {
    throw badUsage(skipped.reason, say('import.https.next'))
  }
  return remote[0]
}

function understood(text: string): ReturnType<typeof parseImport> {
  try {
    return parseImport(text)
  } catch (error) {
    if (isProblem(error, 'import-not-understood')) return []
    throw error
  }
}

function blankSetup(url: string): Setup {
  const patienceMs = 10 * 60_000
  return {
    url,
    name: '',
    settings: {},
    headers: {},
    useTunnel: false,
    patienceMs,
    opensBrowser: true,
  }
}

function setupOf({
  url,
  name,
  headers,
  clientId,
  clientSecret,
  scope,
  loginHost,
}: RemoteServer): Setup {
  const complete = headers.filter((each) => each.missing.length === 0)
  return {
    ...blankSetup(parseServerAddress(url).href),
    name,
    settings: { ...(scope && { scope }), ...(loginHost && { loginHost }) },
    headers: Object.fromEntries(complete.map((each) => [each.name, each.value])),
    ...(clientId && { client: { clientId, ...(clientSecret && { clientSecret }) } }),
  }
}

/** Discovers with the person; what was agreed on is told as findings. */
export async function look(
  ports: WindowPorts,
  setup: Setup,
  guide: Guide,
  signal: AbortSignal,
): Promise<{ looked: Looked; ending: Ending }> {
  const { url, headers } = setup
  const wish = { url, headers, settings: settingsOf(setup), preferLogin: false }
  const agreed = await discoverWithPerson(ports, wish, guide, signal)
  const taken = ports.store.listConnections().map((each) => each.name)
  const name = setup.name === '' ? '' : uniqueName(setup.name, taken)
  const findings = findingsOf(agreed.found, name, taken)
  return { looked: { setup, agreed }, ending: { status: 'found', findings } }
}

/** How the sign-in outlives this process, given what the person agreed to. */
export type Surviving = (
  agreed: NonNullable<Setup['agreed']>,
) => Required<Pick<ConnectRequest, 'connectionId' | 'survival'>>

/** Connects; a discovery made for the same address, settings and headers is used again. */
export async function connectSetup(
  ports: WindowPorts,
  app: App,
  setup: Setup,
  before: Looked | undefined,
  surviving: Surviving,
  guide: Guide,
  signal: AbortSignal,
): Promise<Ending> {
  const fits = before && sameLook(before.setup, setup) ? before : undefined
  const { agreed } = fits ?? (await look(ports, setup, guide, signal)).looked
  const { confirmed, pinnedIssuer } = agreed.settings
  const settings = { ...settingsOf(setup), confirmed, ...(pinnedIssuer && { pinnedIssuer }) }
  const { url, name, headers, client, patienceMs } = setup
  const request: ConnectRequest = {
    url,
    headers,
    settings,
    patienceMs,
    agreed: { found: agreed.found, settings },
    ...surviving({ confirmed, pinnedIssuer }),
    ...(name !== '' && { name }),
    ...(client && { client }),
  }
  const connected = await app.connect(request, guide, signal).catch(async (error: unknown) => {
    if (isProblem(error, 'client-id-needed')) await keepForLater(ports, request, agreed)
    throw error
  })
  rememberTrace(ports, connected.connection.id, agreed.found.discovery)
  return exposed(ports, connected, setup.useTunnel, signal)
}

async function exposed(
  ports: WindowPorts,
  { connection, tools }: Connected,
  useTunnel: boolean,
  signal: AbortSignal,
): Promise<Ending> {
  const done = { status: 'done', connectionId: connection.id, tools } as const
  if (!useTunnel) return done
  try {
    await ports.tunnel.expose(connection.id, signal)
    return done
  } catch (error) {
    // The connection works; the tunnel's problem is shown beside it.
    if (isProblem(error)) return { ...done, tunnelProblem: error.problem }
    throw error
  }
}

/** The person has to ask for a client id first: the connection waits in the list for it (R06). */
async function keepForLater(
  ports: WindowPorts,
  request: ConnectRequest,
  { found }: Agreed,
): Promise<void> {
  const taken = ports.store.listConnections().map((each) => each.name)
  const name = uniqueName(request.name ?? findingsOf(found, '', taken).suggestedName, taken)
  const draft = draftOf(found, request.settings, name, ports)
  if (Object.keys(request.headers).length > 0) {
    await ports.vault.write('headers', draft.id, request.headers)
  }
  rememberZone(ports.store, draft.id, found.zone)
  const { english: reason, says } = say('reason.needs-client')
  ports.store.saveConnection({ ...draft, status: 'needs-client-id', reason, says })
  rememberTrace(ports, draft.id, found.discovery)
}

function settingsOf({ settings, headers, agreed }: Setup): ConnectionSettings {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined && value !== '')
  return ConnectionSettings.parse({
    ...Object.fromEntries(given),
    ...agreed,
    headers: Object.keys(headers),
  })
}

/** What discovery depends on; the rest of the form changes nothing about it. */
function sameLook(one: Setup, other: Setup): boolean {
  const relevant = ({ url, headers, settings }: Setup) => {
    const { loginHost, clientMetadataUrl, caFile, clientCertificateFile } = settings
    const chosen = [loginHost, clientMetadataUrl, caFile, clientCertificateFile]
    return JSON.stringify([url, Object.entries(headers), chosen.map((each) => each || '')])
  }
  return relevant(one) === relevant(other)
}
