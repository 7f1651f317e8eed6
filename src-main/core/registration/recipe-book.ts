/** Provider recipes as data: how an OAuth app is made there, and what its sign-in wants. Each names where the rule comes from. */
import type { LoopbackSpelling } from '#contract/connection.ts'
import type { TokenEndpointAuthMethod } from '#core/records.ts'
import { say, type Sentence } from '#core/say.ts'

export interface Recipe {
  readonly provider: string
  /** Hosts of the issuer; `*` stands for anything in one place. */
  readonly hosts: readonly string[]
  /** What a person does there, in order. "The callback address" is shown beside it. */
  readonly steps: readonly Sentence[]
  /** Where the rule comes from. */
  readonly source: string
  readonly spelling?: LoopbackSpelling
  readonly authMethod?: TokenEndpointAuthMethod
  /** The provider's form takes one callback address only. */
  readonly singleCallback?: boolean
  /** Scopes to ask for when the server names none. */
  readonly scopes?: readonly string[]
  /** Extra parameters of the authorization request (decision 12). */
  readonly authorization?: Readonly<Record<string, string>>
  /** Extra parameters when the person switches to another account or organization (R09, R24). */
  readonly accountSwitch?: Readonly<Record<string, string>>
  /** S256 works although the metadata does not list it (decision 3). */
  readonly supportsPkceUnlisted?: boolean
}

export const recipeBook: readonly Recipe[] = [
  {
    provider: 'Salesforce',
    hosts: ['login.salesforce.com', 'test.salesforce.com', '*.my.salesforce.com'],
    spelling: 'localhost',
    authMethod: 'none',
    scopes: ['mcp_api', 'refresh_token'],
    accountSwitch: { prompt: 'login' },
    steps: [
      say('recipe.salesforce.1'),
      say('recipe.salesforce.2'),
      say('recipe.salesforce.3'),
      say('recipe.salesforce.4'),
      say('recipe.salesforce.5'),
    ],
    source: 'https://github.com/forcedotcom/mcp-hosted/issues/44',
  },
  {
    provider: 'Microsoft Entra ID',
    hosts: ['login.microsoftonline.com', 'login.microsoftonline.us', 'sts.windows.net'],
    spelling: 'localhost',
    authMethod: 'none',
    supportsPkceUnlisted: true,
    accountSwitch: { prompt: 'select_account' },
    steps: [
      say('recipe.entra.1'),
      say('recipe.entra.2'),
      say('recipe.entra.3'),
      say('recipe.entra.4'),
    ],
    source: 'https://learn.microsoft.com/en-us/entra/identity-platform/reply-url',
  },
  {
    provider: 'GitHub',
    hosts: ['github.com', '*.ghe.com'],
    singleCallback: true,
    authMethod: 'client_secret_post',
    steps: [say('recipe.github.1'), say('recipe.github.2'), say('recipe.github.3')],
    source: 'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/creating-an-oauth-app',
  },
  {
    provider: 'Google',
    hosts: ['accounts.google.com'],
    authMethod: 'client_secret_post',
    // Google gives a refresh token only for these two; it refuses the scope offline_access.
    authorization: { access_type: 'offline', prompt: 'consent' },
    accountSwitch: { prompt: 'select_account consent' },
    steps: [say('recipe.google.1'), say('recipe.google.2'), say('recipe.google.3')],
    source: 'https://developers.google.com/identity/protocols/oauth2/native-app',
  },
  {
    provider: 'Slack',
    hosts: ['slack.com', 'mcp.slack.com'],
    authMethod: 'client_secret_post',
    steps: [say('recipe.slack.1'), say('recipe.slack.2'), say('recipe.slack.3')],
    source: 'https://github.com/openai/codex/issues/13200',
  },
  {
    provider: 'Atlassian',
    hosts: ['auth.atlassian.com', 'mcp.atlassian.com', 'cf.mcp.atlassian.com'],
    singleCallback: true,
    authMethod: 'client_secret_post',
    steps: [
      say('recipe.atlassian.1'),
      say('recipe.atlassian.2'),
      say('recipe.atlassian.3'),
      say('recipe.atlassian.4'),
    ],
    source: 'https://github.com/atlassian/atlassian-mcp-server/issues/148',
  },
  {
    provider: 'HubSpot',
    hosts: ['mcp.hubspot.com', 'app.hubspot.com', '*.hubspot.com'],
    authMethod: 'client_secret_post',
    steps: [say('recipe.hubspot.1'), say('recipe.hubspot.2'), say('recipe.hubspot.3')],
    source: 'https://github.com/NousResearch/hermes-agent/issues/52138',
  },
  {
    provider: 'Okta',
    hosts: ['*.okta.com', '*.oktapreview.com', '*.okta-emea.com'],
    authMethod: 'none',
    accountSwitch: { prompt: 'login' },
    steps: [say('recipe.okta.1'), say('recipe.okta.2'), say('recipe.okta.3'), say('recipe.okta.4')],
    source: 'https://developer.okta.com/docs/guides/implement-grant-type/authcodepkce/main/',
  },
  {
    provider: 'Amazon Cognito',
    hosts: ['cognito-idp.*.amazonaws.com', 'cognito-idp.*.amazonaws.com.cn'],
    spelling: 'localhost',
    authMethod: 'none',
    supportsPkceUnlisted: true,
    steps: [
      say('recipe.cognito.1'),
      say('recipe.cognito.2'),
      say('recipe.cognito.3'),
      say('recipe.cognito.4'),
    ],
    source:
      'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html',
  },
  {
    provider: 'GitLab',
    hosts: ['gitlab.com'],
    authMethod: 'none',
    scopes: ['mcp'],
    steps: [say('recipe.gitlab.1'), say('recipe.gitlab.2'), say('recipe.gitlab.3')],
    source: 'https://docs.gitlab.com/integration/oauth_provider/',
  },
]
