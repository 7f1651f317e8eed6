/** Rules for the protected resource metadata (RFC 9728). */
import { type Evidence } from '../evidence.ts'
import { isJson, said, textOf, textsOf } from '../exchange.ts'
import { type Judgement, mcp, no, rfc, type Rule, unseen, yes } from '../rule.ts'
import { isSafeAddress } from './addresses.ts'

const topic = 'resource-metadata'

/** Rules about the content need a document. */
function withDocument(
  judge: (document: Readonly<Record<string, unknown>>, evidence: Evidence) => Judgement,
): Rule['judge'] {
  return (evidence) => {
    if (evidence.open) return unseen('the server works without a login')
    const { document } = evidence.resource
    return document ? judge(document, evidence) : unseen('there is no resource metadata')
  }
}

export const resourceMetadataRules: readonly Rule[] = [
  {
    id: 'resource-metadata-published',
    title: 'The server publishes resource metadata',
    level: 'must',
    source: mcp('authorization server location', '/authorization-server-discovery'),
    topic,
    judge: ({ open, resource }) => {
      if (open) return unseen('the server works without a login')
      const { named, path, root, found } = resource
      if (found) return yes(found.url)
      return no([...(named ? [named] : []), path, root].map(said).join('; '))
    },
  },
  {
    id: 'resource-metadata-at-well-known-path',
    title: 'It lies at the well-known address with the path of the endpoint behind it',
    level: 'should',
    source: rfc(9728, '3.1'),
    topic,
    judge: ({ open, resource: { path } }) => {
      if (open) return unseen('the server works without a login')
      return path.status === 200 && path.json ? yes(said(path)) : no(said(path))
    },
  },
  {
    id: 'resource-metadata-at-root-is-consistent',
    title: 'What lies at the well-known address without a path, if anything, is about this server',
    level: 'should',
    source: rfc(9728, '3.3'),
    topic,
    judge: ({ server, resource: { root, path } }) => {
      if (root === path) return unseen('the endpoint has no path')
      if (root.status !== 200) return yes(`nothing is there (${root.status})`)
      if (!root.json) return no(`${said(root)}, and it is no JSON document`)
      const about = textOf(root.json['resource'])
      const origin = URL.canParse(about) ? new URL(about).origin : about
      return origin === server.origin
        ? yes(`about ${about}`)
        : no(`it is about ${about || 'nothing'}`)
    },
  },
  {
    id: 'resource-metadata-is-json',
    title: 'It is sent as application/json',
    level: 'must',
    source: rfc(9728, '3.2'),
    topic,
    judge: withDocument((_, { resource: { found } }) => {
      if (!found) return unseen('there is no resource metadata')
      const type = found.contentType || 'no content type'
      return isJson(found) ? yes(type) : no(`it is sent as ${type}`)
    }),
  },
  {
    id: 'resource-is-the-address',
    title: 'resource is the address of the server, letter by letter',
    level: 'must',
    source: rfc(9728, '3.3'),
    topic,
    judge: withDocument(({ resource }, { server }) => {
      const about = textOf(resource)
      const same = about === server.href || `${about}/` === server.href
      const exact = same && (about === server.href || server.pathname === '/')
      const evidence = `resource is ${about || 'missing'}; the address is ${server.href}`
      return exact ? yes(evidence) : no(evidence)
    }),
  },
  {
    id: 'authorization-server-named',
    title: 'authorization_servers names at least one authorization server',
    level: 'must',
    source: mcp('authorization server location', '/authorization-server-discovery'),
    topic,
    judge: withDocument(({ authorization_servers: servers }) => {
      const named = textsOf(servers)
      return named.length > 0 ? yes(named.join(', ')) : no('it names none')
    }),
  },
  {
    id: 'authorization-servers-are-https',
    title: 'Every authorization server is reached over https',
    level: 'must',
    source: mcp('communication security', '/security-considerations#communication-security'),
    topic,
    judge: withDocument(({ authorization_servers: servers }) => {
      const named = textsOf(servers)
      if (named.length === 0) return unseen('it names none')
      const wrong = named.filter((each) => !isSafeAddress(each))
      return wrong.length === 0 ? yes(named.join(', ')) : no(wrong.join(', '))
    }),
  },
  {
    id: 'resource-scopes-listed',
    title: 'scopes_supported lists the scopes an ordinary person should be asked for',
    level: 'should',
    source: rfc(9728, '2'),
    topic,
    judge: withDocument(({ scopes_supported: scopes }, { metadata }) => {
      const listed = textsOf(scopes)
      if (listed.length > 0) return yes(listed.join(' '))
      const known = textsOf(metadata.document?.['scopes_supported'])
      return known.length > 0
        ? no('it lists none, although the authorization server has scopes')
        : unseen('no scopes are used')
    }),
  },
  {
    id: 'token-in-header',
    title: 'bearer_methods_supported, if it is there, contains header',
    level: 'must',
    source: rfc(9728, '2'),
    topic,
    judge: withDocument(({ bearer_methods_supported: methods }) => {
      if (methods === undefined) return yes('it is not there, which means the same')
      return textsOf(methods).includes('header')
        ? yes(textsOf(methods).join(', '))
        : no(`it contains ${textsOf(methods).join(', ') || 'nothing'}`)
    }),
  },
]
