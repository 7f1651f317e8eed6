/** All rules, by area, in the order of a journey. */
import type { RuleArea } from '#contract/server-report.ts'
import type { Rule } from '../rule.ts'
import { authorizationRules } from './authorization.ts'
import { endpointRules } from './endpoint.ts'
import { registrationRules } from './registration.ts'
import { resourceMetadataRules } from './resource-metadata.ts'
import { serverMetadataRules } from './server-metadata.ts'
import { signInRules } from './sign-in.ts'
import { tokenRules } from './tokens.ts'

export const areas: readonly { readonly area: RuleArea; readonly rules: readonly Rule[] }[] = [
  { area: 'endpoint', rules: endpointRules },
  { area: 'resource-metadata', rules: resourceMetadataRules },
  { area: 'server-metadata', rules: serverMetadataRules },
  { area: 'registration', rules: registrationRules },
  { area: 'authorization', rules: authorizationRules },
  { area: 'tokens', rules: tokenRules },
  { area: 'sign-in', rules: signInRules },
]

/** What an area is called, for people. */
export const areaTitles: Readonly<Record<RuleArea, string>> = {
  endpoint: 'The MCP endpoint',
  'resource-metadata': 'Resource metadata',
  'server-metadata': 'Authorization server metadata',
  registration: 'Registration',
  authorization: 'Authorization endpoint',
  tokens: 'Token endpoint',
  'sign-in': 'Sign-in, tokens and sign-out',
}
