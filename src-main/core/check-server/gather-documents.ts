/** Asks the endpoint without a token and with a wrong one, and fetches every document a client may look for. */
import {
  bearerChallenge,
  parseChallenges,
  valueOf,
  type Challenge,
} from '#core/discovery/challenge.ts'
import { probedRevision } from '#core/discovery/search.ts'
import {
  resourceMetadataAddresses,
  serverMetadataAddresses,
} from '#core/discovery/server-address.ts'
import type { EndpointAnswers, MetadataAnswers, ResourceAnswers } from './evidence.ts'
import { type Ask, type Exchange, textsOf } from './exchange.ts'

const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: probedRevision,
    capabilities: {},
    clientInfo: { name: 'AIP Desktop', version: '1' },
  },
})

/** A request to the endpoint, with a token when one is given. */
export function callEndpoint(ask: Ask, url: string, token?: string): Promise<Exchange> {
  return ask(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: initialize,
  })
}

export async function gatherEndpoint(ask: Ask, server: URL): Promise<EndpointAnswers> {
  const withoutToken = await callEndpoint(ask, server.href)
  const challenge = challengeIn(withoutToken)
  const badToken = await callEndpoint(ask, server.href, 'a-token-nobody-ever-issued')
  return { withoutToken, badToken, ...(challenge && { challenge }) }
}

export function challengeIn({ headers }: Exchange): Challenge | undefined {
  return bearerChallenge(parseChallenges(headers.get('www-authenticate') ?? ''))
}

export async function gatherResource(
  ask: Ask,
  server: URL,
  challenge: Challenge | undefined,
): Promise<ResourceAnswers> {
  const address = valueOf(challenge, 'resource_metadata')
  const named =
    address !== undefined && URL.canParse(address) ? await getDocument(ask, address) : undefined
  const [pathForm = '', ...others] = resourceMetadataAddresses(server)
  const path = await getDocument(ask, pathForm)
  const root = others.length > 0 ? await getDocument(ask, others.at(-1) ?? '') : path
  const found = [named, path, root].find((each) => each?.status === 200 && each.json)
  return {
    ...(named && { named }),
    path,
    root,
    ...(found && { found }),
    ...(found?.json && { document: found.json }),
  }
}

/** All places are asked, also after the first answer: clients begin at different ones. */
export async function gatherMetadata(
  ask: Ask,
  server: URL,
  resource: ResourceAnswers,
): Promise<MetadataAnswers> {
  const named = textsOf(resource.document?.['authorization_servers'])[0]
  const issuer = named !== undefined && URL.canParse(named) ? named : server.origin
  const tried: Exchange[] = []
  for (const address of serverMetadataAddresses(new URL(issuer))) {
    tried.push(await getDocument(ask, address))
  }
  const found = tried.find((each) => each.status === 200 && each.json)
  return {
    issuer,
    tried,
    ...(found && { found }),
    ...(found?.json && { document: found.json }),
  }
}

function getDocument(ask: Ask, url: string): Promise<Exchange> {
  return ask(url, {
    headers: { accept: 'application/json', 'mcp-protocol-version': probedRevision },
  })
}
