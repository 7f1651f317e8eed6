/** Rules for the metadata of the authorization server (RFC 8414). */
import type { Evidence } from '../evidence.ts'
import { isJson, said, textOf, textsOf } from '../exchange.ts'
import { type Judgement, mcp, no, rfc, type Rule, unseen, yes } from '../rule.ts'
import { isSafeAddress } from './addresses.ts'

const topic = 'server-metadata'
type Document = Readonly<Record<string, unknown>>

function withDocument(judge: (document: Document, evidence: Evidence) => Judgement): Rule['judge'] {
  return (evidence) => {
    if (evidence.open) return unseen('the server works without a login')
    const { document } = evidence.metadata
    return document ? judge(document, evidence) : unseen('there is no metadata')
  }
}

function listed(document: Document, member: string): string {
  const values = textsOf(document[member])
  return values.length > 0 ? `${member}: ${values.join(', ')}` : `${member} is missing or empty`
}

export const serverMetadataRules: readonly Rule[] = [
  {
    id: 'server-metadata-published',
    title: 'The authorization server publishes metadata where its issuer says',
    level: 'must',
    source: mcp('metadata discovery', '/authorization-server-discovery'),
    topic,
    judge: ({ open, metadata: { found, tried } }) => {
      if (open) return unseen('the server works without a login')
      return found ? yes(found.url) : no(tried.map(said).join('; '))
    },
  },
  {
    id: 'server-metadata-is-json',
    title: 'It is sent as application/json',
    level: 'must',
    source: rfc(8414, '3.2'),
    topic,
    judge: withDocument((_, { metadata: { found } }) => {
      if (!found) return unseen('there is no metadata')
      const type = found.contentType || 'no content type'
      return isJson(found) ? yes(type) : no(`it is sent as ${type}`)
    }),
  },
  {
    id: 'issuer-is-identical',
    title: 'issuer is the name under which the server was found, letter by letter',
    level: 'must',
    source: rfc(8414, '3.3'),
    topic,
    judge: withDocument(({ issuer }, { metadata }) => {
      const evidence = `issuer is ${textOf(issuer) || 'missing'}; looked for ${metadata.issuer}`
      return issuer === metadata.issuer ? yes(evidence) : no(evidence)
    }),
  },
  {
    id: 'issuer-is-plain',
    title: 'issuer is an https address without query and fragment',
    level: 'must',
    source: rfc(8414, '2'),
    topic,
    judge: withDocument(({ issuer }) => {
      const text = textOf(issuer)
      const plain = isSafeAddress(text) && !/[?#]/.test(text)
      return plain ? yes(text) : no(text || 'it is missing')
    }),
  },
  {
    id: 'endpoints-are-usable',
    title:
      'authorization_endpoint and token_endpoint are https addresses, without blanks to fill in',
    level: 'must',
    source: rfc(8414, '2'),
    topic,
    judge: withDocument((document) => {
      const names = [
        'authorization_endpoint',
        'token_endpoint',
        'registration_endpoint',
        'revocation_endpoint',
      ]
      const wrong = names.filter((name) => {
        const needed = name === 'authorization_endpoint' || name === 'token_endpoint'
        return document[name] === undefined ? needed : !isSafeAddress(textOf(document[name]))
      })
      if (wrong.length === 0) return yes('all of them are')
      return no(wrong.map((name) => `${name}: ${textOf(document[name]) || 'missing'}`).join('; '))
    }),
  },
  {
    id: 'pkce-s256-listed',
    title: 'code_challenge_methods_supported contains S256',
    level: 'must',
    source: mcp('code protection', '/security-considerations#authorization-code-protection'),
    topic,
    judge: withDocument((document) => {
      const member = 'code_challenge_methods_supported'
      const evidence = listed(document, member)
      return textsOf(document[member]).includes('S256') ? yes(evidence) : no(evidence)
    }),
  },
  {
    id: 'pkce-plain-not-offered',
    title: 'code_challenge_methods_supported does not contain plain',
    level: 'should',
    source: rfc(9700, '2.1.1'),
    topic,
    judge: withDocument((document) => {
      const member = 'code_challenge_methods_supported'
      if (!Array.isArray(document[member])) return unseen('no methods are listed')
      const evidence = listed(document, member)
      return textsOf(document[member]).includes('plain') ? no(evidence) : yes(evidence)
    }),
  },
  {
    id: 'clients-can-become-known',
    title: 'Clients can register themselves, or be known by a metadata document',
    level: 'should',
    source: mcp('client registration', '/client-registration'),
    topic: 'registration',
    judge: withDocument((document) => {
      const endpoint = textOf(document['registration_endpoint'])
      if (endpoint !== '') return yes(`registration_endpoint: ${endpoint}`)
      return document['client_id_metadata_document_supported'] === true
        ? yes('client_id_metadata_document_supported is true')
        : no('neither is offered: every person has to make an OAuth app by hand')
    }),
  },
  {
    id: 'public-clients-taken',
    title:
      'token_endpoint_auth_methods_supported contains none, for clients that cannot keep a secret',
    level: 'should',
    source: rfc(8252, '8.5'),
    topic,
    judge: withDocument((document) => {
      const member = 'token_endpoint_auth_methods_supported'
      const evidence = listed(document, member)
      return textsOf(document[member]).includes('none') ? yes(evidence) : no(evidence)
    }),
  },
  {
    id: 'code-response-listed',
    title: 'response_types_supported is there and contains code',
    level: 'must',
    source: rfc(8414, '2'),
    topic,
    judge: withDocument((document) => {
      const evidence = listed(document, 'response_types_supported')
      return textsOf(document['response_types_supported']).includes('code')
        ? yes(evidence)
        : no(evidence)
    }),
  },
  {
    id: 'refresh-listed',
    title: 'grant_types_supported contains authorization_code and refresh_token',
    level: 'should',
    source: rfc(8414, '2'),
    topic,
    judge: withDocument((document) => {
      const grants = textsOf(document['grant_types_supported'])
      const evidence = listed(document, 'grant_types_supported')
      const both = grants.includes('authorization_code') && grants.includes('refresh_token')
      return both ? yes(evidence) : no(evidence)
    }),
  },
  {
    id: 'old-grants-not-offered',
    title: 'Neither the implicit nor the password grant is offered',
    level: 'should',
    source: rfc(9700, '2.1.2'),
    topic,
    judge: withDocument((document) => {
      const grants = textsOf(document['grant_types_supported'])
      const types = textsOf(document['response_types_supported'])
      const old = [
        ...grants.filter((each) => each === 'implicit' || each === 'password'),
        ...types.filter((each) => each.split(' ').includes('token')),
      ]
      return old.length === 0 ? yes('neither is listed') : no(`listed: ${old.join(', ')}`)
    }),
  },
  {
    id: 'issuer-in-replies-promised',
    title: 'authorization_response_iss_parameter_supported is true: replies name their sender',
    level: 'should',
    source: rfc(9207, '3'),
    topic: 'authorization',
    judge: withDocument(({ authorization_response_iss_parameter_supported: promised }) =>
      promised === true ? yes('it is true') : no('it is not true'),
    ),
  },
  {
    id: 'revocation-offered',
    title: 'A revocation endpoint is offered, so that signing out signs out',
    level: 'should',
    source: rfc(7009, '2'),
    topic: 'revocation',
    judge: withDocument(({ revocation_endpoint: endpoint }) =>
      textOf(endpoint) === '' ? no('there is no revocation_endpoint') : yes(textOf(endpoint)),
    ),
  },
]
