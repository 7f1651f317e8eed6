/** Recipes of known providers: recognised by the issuer alone, and complete enough to follow (R06, R09). */
import { describe, expect, it } from 'vitest'
import { recipeBook } from '#core/registration/recipe-book.ts'
import { knownToSupportPkce, recipeFor } from '#core/registration/recipes.ts'
import { clientRequest } from '#core/registration/by-hand.ts'
import { spellingFor } from '#core/registration/spelling.ts'
import { journey } from '../journey.ts'

describe('a recipe', () => {
  it.each([
    ['https://login.salesforce.com', 'Salesforce'],
    ['https://acme.my.salesforce.com', 'Salesforce'],
    ['https://acme--dev.sandbox.my.salesforce.com', 'Salesforce'],
    ['https://login.microsoftonline.com/common/v2.0', 'Microsoft Entra ID'],
    ['https://github.com/login/oauth', 'GitHub'],
    ['https://accounts.google.com/', 'Google'],
    ['https://slack.com', 'Slack'],
    ['https://auth.atlassian.com/abc', 'Atlassian'],
    ['https://mcp.hubspot.com', 'HubSpot'],
    ['https://acme.okta.com/oauth2/default', 'Okta'],
    ['https://cognito-idp.eu-west-1.amazonaws.com/pool', 'Amazon Cognito'],
    ['https://gitlab.com', 'GitLab'],
  ])('%s is %s', (issuer, provider) => {
    expect(recipeFor(issuer)?.provider).toBe(provider)
  })

  it.each([
    'https://github.com.attacker.example',
    'https://notgithub.com',
    'https://my.salesforce.com.example.org',
    'https://okta.com.example',
    'https://attacker.example/https://accounts.google.com',
    'https://.okta.com',
    'not an address',
  ])('%s is nobody', (issuer) => {
    expect(recipeFor(issuer)).toBeUndefined()
  })

  it.each(recipeBook.map((each) => [each.provider, each] as const))(
    'of %s says what to do and where that comes from',
    (_name, recipe) => {
      expect(recipe.source).toMatch(/^https:\/\//)
      expect(recipe.steps.length).toBeGreaterThan(1)
      expect(recipe.steps.every((step) => step.english.endsWith('.'))).toBe(true)
      expect(Object.keys(recipe.authorization ?? {})).not.toContain('redirect_uri')
    },
  )

  it('R09: of Salesforce asks for localhost, its scopes and no secret', async () => {
    const { store, signal } = { ...(await journey()), signal: new AbortController().signal }
    const issuer = 'https://acme.my.salesforce.com'
    expect(spellingFor(issuer, store)).toBe('localhost')
    const options = { signal, reach: { zone: 'public' }, scopes: [], ports: [28463] } as const
    expect(clientRequest({ issuer }, 'localhost', 'why', options)).toMatchObject({
      callbackUrls: ['http://localhost:28463/callback'],
      scopes: ['mcp_api', 'refresh_token'],
      authMethod: 'none',
      recipe: { provider: 'Salesforce' },
    })
  })

  it('of a provider whose form takes one address shows one', () => {
    const signal = new AbortController().signal
    const options = { signal, reach: { zone: 'public' }, scopes: [] } as const
    const one = clientRequest(
      { issuer: 'https://github.com/login/oauth' },
      '127.0.0.1',
      '',
      options,
    )
    expect(one.callbackUrls).toHaveLength(1)
    const many = clientRequest({ issuer: 'https://login.example.com' }, '127.0.0.1', '', options)
    expect(many.callbackUrls.length).toBeGreaterThan(1)
  })

  it('C14: presets S256 for providers that support it without listing it, and for nobody else', () => {
    expect(knownToSupportPkce({ issuer: 'https://login.microsoftonline.com/t/v2.0' })).toBe(true)
    expect(knownToSupportPkce({ issuer: 'https://login.example.com' })).toBe(false)
  })
})
