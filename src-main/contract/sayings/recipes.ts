/** How an OAuth app is made at a known provider, step by step. */

export const recipes = {
  'recipe.salesforce.1':
    'In Salesforce Setup open External Client App Manager and make a new external client app.',
  'recipe.salesforce.2':
    'Enable OAuth, enter the callback address, and choose the scopes mcp_api and refresh_token.',
  'recipe.salesforce.3':
    'Require PKCE, do not require a secret for the web server flow or the refresh flow, and issue JWT-based access tokens.',
  'recipe.salesforce.4':
    'For a My Domain or a sandbox give its login host with --login-host: a client made in one organization is unknown in another.',
  'recipe.salesforce.5':
    'Copy the consumer key as client id, and leave the secret empty. A new app can take some minutes until it works.',
  'recipe.entra.1': 'In the Entra admin center open App registrations and make a new registration.',
  'recipe.entra.2':
    'Add the platform "Mobile and desktop applications" with the callback address; the port does not matter there.',
  'recipe.entra.3':
    'Under API permissions add the delegated permission of the MCP server. Its scope usually ends in /.default or a name below api://.',
  'recipe.entra.4': 'Copy the application (client) id; no secret is needed for this platform.',
  'recipe.github.1':
    'On GitHub open Settings, Developer settings, OAuth Apps, and make a new OAuth app.',
  'recipe.github.2': 'Enter the callback address as authorization callback URL.',
  'recipe.github.3': 'Copy the client id, generate a client secret and copy it as well.',
  'recipe.google.1':
    'In the Google Cloud console open APIs and services, Credentials, and create an OAuth client id of the type "Desktop app".',
  'recipe.google.2':
    'Enable the API behind the MCP server in the same project, and add yourself as test user while the app is not published.',
  'recipe.google.3':
    'Copy the client id and the client secret. Callback addresses on this computer need no entry.',
  'recipe.slack.1': 'On api.slack.com/apps make a new app in your workspace.',
  'recipe.slack.2':
    'Under OAuth and Permissions add the callback addresses exactly as shown, and the user token scopes the server asks for.',
  'recipe.slack.3': 'Copy client id and client secret from Basic Information.',
  'recipe.atlassian.1': 'In the Atlassian developer console make an OAuth 2.0 (3LO) app.',
  'recipe.atlassian.2':
    'Enter the callback address with its port under Authorization, and add the permissions the server needs.',
  'recipe.atlassian.3':
    'An organization admin may have to allow the app and its callback address under Rovo MCP server settings.',
  'recipe.atlassian.4': 'Copy client id and secret from Settings.',
  'recipe.hubspot.1': 'In HubSpot open Development, MCP auth apps, and make a new one.',
  'recipe.hubspot.2': 'Enter the callback address as redirect URL.',
  'recipe.hubspot.3': 'Copy client id and client secret from the app page.',
  'recipe.okta.1':
    'In the Okta admin console make an app integration of the type "OIDC, native application".',
  'recipe.okta.2':
    'Choose authorization code and refresh token, enter the callback addresses as sign-in redirect URIs, and assign the app to your users.',
  'recipe.okta.3':
    'On the authorization server of the MCP server allow the app in an access policy.',
  'recipe.okta.4': 'Copy the client id; client authentication is "none" with PKCE.',
  'recipe.cognito.1':
    'In the user pool make an app client of the type "mobile app" without a client secret.',
  'recipe.cognito.2':
    'Enter the callback addresses as allowed callback URLs: plain http is taken for localhost only.',
  'recipe.cognito.3': 'Allow the authorization code grant and the scopes of the MCP server.',
  'recipe.cognito.4': 'Copy the client id.',
  'recipe.gitlab.1':
    'In GitLab open your preferences (or the group settings), Applications, and add a new application.',
  'recipe.gitlab.2':
    'Enter the callback addresses, one per line, clear "Confidential", and choose the scope mcp.',
  'recipe.gitlab.3': 'Copy the application id; no secret is needed.',
} as const
