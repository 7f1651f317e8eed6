/** Provider recipes as data: how an OAuth app is made there, and what its sign-in wants. Each names where the rule comes from. */
import type { LoopbackSpelling } from '#contract/connection.ts'
import type { TokenEndpointAuthMethod } from '#core/records.ts'

export interface Recipe {
  readonly provider: string
  /** Hosts of the issuer; `*` stands for anything in one place. */
  readonly hosts: readonly string[]
  /** What a person does there, in order. "The callback address" is shown beside it. */
  readonly steps: readonly string[]
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
      'In Salesforce Setup open External Client App Manager and make a new external client app.',
      'Enable OAuth, enter the callback address, and choose the scopes mcp_api and refresh_token.',
      'Require PKCE, do not require a secret for the web server flow or the refresh flow, and issue JWT-based access tokens.',
      'For a My Domain or a sandbox give its login host with --login-host: a client made in one organization is unknown in another.',
      'Copy the consumer key as client id, and leave the secret empty. A new app can take some minutes until it works.',
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
      'In the Entra admin center open App registrations and make a new registration.',
      'Add the platform "Mobile and desktop applications" with the callback address; the port does not matter there.',
      'Under API permissions add the delegated permission of the MCP server. Its scope usually ends in /.default or a name below api://.',
      'Copy the application (client) id; no secret is needed for this platform.',
    ],
    source: 'https://learn.microsoft.com/en-us/entra/identity-platform/reply-url',
  },
  {
    provider: 'GitHub',
    hosts: ['github.com', '*.ghe.com'],
    singleCallback: true,
    authMethod: 'client_secret_post',
    steps: [
      'On GitHub open Settings, Developer settings, OAuth Apps, and make a new OAuth app.',
      'Enter the callback address as authorization callback URL.',
      'Copy the client id, generate a client secret and copy it as well.',
    ],
    source: 'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/creating-an-oauth-app',
  },
  {
    provider: 'Google',
    hosts: ['accounts.google.com'],
    authMethod: 'client_secret_post',
    // Google gives a refresh token only for these two; it refuses the scope offline_access.
    authorization: { access_type: 'offline', prompt: 'consent' },
    accountSwitch: { prompt: 'select_account consent' },
    steps: [
      'In the Google Cloud console open APIs and services, Credentials, and create an OAuth client id of the type "Desktop app".',
      'Enable the API behind the MCP server in the same project, and add yourself as test user while the app is not published.',
      'Copy the client id and the client secret. Callback addresses on this computer need no entry.',
    ],
    source: 'https://developers.google.com/identity/protocols/oauth2/native-app',
  },
  {
    provider: 'Slack',
    hosts: ['slack.com', 'mcp.slack.com'],
    authMethod: 'client_secret_post',
    steps: [
      'On api.slack.com/apps make a new app in your workspace.',
      'Under OAuth and Permissions add the callback addresses exactly as shown, and the user token scopes the server asks for.',
      'Copy client id and client secret from Basic Information.',
    ],
    source: 'https://github.com/openai/codex/issues/13200',
  },
  {
    provider: 'Atlassian',
    hosts: ['auth.atlassian.com', 'mcp.atlassian.com', 'cf.mcp.atlassian.com'],
    singleCallback: true,
    authMethod: 'client_secret_post',
    steps: [
      'In the Atlassian developer console make an OAuth 2.0 (3LO) app.',
      'Enter the callback address with its port under Authorization, and add the permissions the server needs.',
      'An organization admin may have to allow the app and its callback address under Rovo MCP server settings.',
      'Copy client id and secret from Settings.',
    ],
    source: 'https://github.com/atlassian/atlassian-mcp-server/issues/148',
  },
  {
    provider: 'HubSpot',
    hosts: ['mcp.hubspot.com', 'app.hubspot.com', '*.hubspot.com'],
    authMethod: 'client_secret_post',
    steps: [
      'In HubSpot open Development, MCP auth apps, and make a new one.',
      'Enter the callback address as redirect URL.',
      'Copy client id and client secret from the app page.',
    ],
    source: 'https://github.com/NousResearch/hermes-agent/issues/52138',
  },
  {
    provider: 'Okta',
    hosts: ['*.okta.com', '*.oktapreview.com', '*.okta-emea.com'],
    authMethod: 'none',
    accountSwitch: { prompt: 'login' },
    steps: [
      'In the Okta admin console make an app integration of the type "OIDC, native application".',
      'Choose authorization code and refresh token, enter the callback addresses as sign-in redirect URIs, and assign the app to your users.',
      'On the authorization server of the MCP server allow the app in an access policy.',
      'Copy the client id; client authentication is "none" with PKCE.',
    ],
    source: 'https://developer.okta.com/docs/guides/implement-grant-type/authcodepkce/main/',
  },
  {
    provider: 'Amazon Cognito',
    hosts: ['cognito-idp.*.amazonaws.com', 'cognito-idp.*.amazonaws.com.cn'],
    spelling: 'localhost',
    authMethod: 'none',
    supportsPkceUnlisted: true,
    steps: [
      'In the user pool make an app client of the type "mobile app" without a client secret.',
      'Enter the callback addresses as allowed callback URLs: plain http is taken for localhost only.',
      'Allow the authorization code grant and the scopes of the MCP server.',
      'Copy the client id.',
    ],
    source:
      'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html',
  },
  {
    provider: 'GitLab',
    hosts: ['gitlab.com'],
    authMethod: 'none',
    scopes: ['mcp'],
    steps: [
      'In GitLab open your preferences (or the group settings), Applications, and add a new application.',
      'Enter the callback addresses, one per line, clear "Confidential", and choose the scope mcp.',
      'Copy the application id; no secret is needed.',
    ],
    source: 'https://docs.gitlab.com/integration/oauth_provider/',
  },
]
