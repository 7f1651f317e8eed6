/** The company's identity provider: its settings from a file, and the person's ID token from a file or from a sign-in there (E2). */
import { z } from 'zod'
import type { Connection } from '#contract/connection.ts'
import { appError } from '#core/app-error.ts'
import { discoverIssuer } from '#core/discovery/discover.ts'
import type { Guide } from '#core/guide.ts'
import { registerAndSignIn } from '#core/sign-in/register-and-sign-in.ts'
import type { IdentityProvider } from '#core/tokens/enterprise-token.ts'
import type { AppParts } from './parts.ts'

/** What IT hands out. Without `idTokenFile` the person signs in at the provider in the browser. */
const ProviderSettings = z.object({
  issuer: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().optional(),
  /** Default: as the issuer publishes it (OIDC Discovery). */
  tokenEndpoint: z.url().optional(),
  /** Written by the company's single sign-on agent. */
  idTokenFile: z.string().optional(),
})
type ProviderSettings = z.infer<typeof ProviderSettings>

/** The company chose these addresses: they are as trusted as one a person typed. */
const reach = { zone: 'person' } as const

interface ProviderWish {
  readonly connection: Pick<Connection, 'id' | 'settings'>
  readonly guide: Guide
  readonly signal: AbortSignal
  readonly patienceMs: number
}

/** The provider with a fresh ID token of the person. */
export async function identityProvider(
  wish: ProviderWish,
  parts: AppParts,
): Promise<IdentityProvider> {
  const settings = await providerSettings(wish.connection, parts)
  const fromFile = await providerFromFile(settings, parts)
  return fromFile ?? providerFromSignIn(settings, wish, parts)
}

/** The same without the person, for a renewal; undefined when only they can sign in. */
export async function identityProviderUnattended(
  connection: Pick<Connection, 'settings'>,
  parts: Pick<AppParts, 'files'>,
): Promise<IdentityProvider | undefined> {
  return providerFromFile(await providerSettings(connection, parts), parts)
}

async function providerSettings(
  { settings }: Pick<Connection, 'settings'>,
  { files }: Pick<AppParts, 'files'>,
): Promise<ProviderSettings> {
  const path = settings.identityProviderFile
  if (path === undefined) throw noProvider()
  try {
    return ProviderSettings.parse(JSON.parse(await files.read(path)))
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof z.ZodError) throw unusable(path, cause)
    throw cause
  }
}

async function providerFromFile(
  { issuer, clientId, clientSecret, tokenEndpoint, idTokenFile }: ProviderSettings,
  { files }: Pick<AppParts, 'files'>,
): Promise<IdentityProvider | undefined> {
  if (tokenEndpoint === undefined || idTokenFile === undefined) return undefined
  const idToken = (await files.read(idTokenFile)).trim()
  return { issuer, tokenEndpoint, clientId, ...secretIn(clientSecret), idToken, reach }
}

async function providerFromSignIn(
  { issuer, clientId, clientSecret, tokenEndpoint }: ProviderSettings,
  { connection, guide, signal, patienceMs }: ProviderWish,
  parts: AppParts,
): Promise<IdentityProvider> {
  const found = await discoverIssuer(issuer, parts, {
    signal,
    onProbe: (probe) => guide.tell({ type: 'probe', probe }),
  })
  const journey = await registerAndSignIn(
    found,
    { ...parts, guide },
    {
      signal,
      reach,
      connectionId: `identity provider of ${connection.id}`,
      client: { clientId, ...secretIn(clientSecret) },
      scopes: ['openid', 'email'],
      resourceMode: 'omit',
      timeLimit: patienceMs,
    },
  )
  const { idToken } = journey.result.tokens
  if (idToken === undefined) throw noIdToken(issuer)
  const endpoint = tokenEndpoint ?? found.discovery.tokenEndpoint
  return { issuer, tokenEndpoint: endpoint, clientId, ...secretIn(clientSecret), idToken, reach }
}

function secretIn(clientSecret: string | undefined): { clientSecret?: string } {
  return clientSecret === undefined ? {} : { clientSecret }
}

function noProvider(): Error {
  return appError('bad-usage', {
    step: 'input',
    whoseTurn: 'it',
    message: 'Signing in through your company needs the settings of its identity provider.',
    next: 'Ask your IT for the file and name it with --identity-provider, or sign in with --grant code.',
  })
}

function unusable(path: string, cause: unknown): Error {
  return appError('credential-file-unreadable', {
    step: 'input',
    whoseTurn: 'it',
    message: `The file ${path} does not hold the settings of an identity provider.`,
    next: 'It has to be JSON with "issuer" and "clientId"; ask your IT for it.',
    details: { path },
    cause,
  })
}

function noIdToken(issuer: string): Error {
  return appError('token-answer-unusable', {
    step: 'sign-in',
    whoseTurn: 'it',
    message: 'The company sign-in worked, but gave no ID token.',
    next: 'Ask your IT whether this app may ask for the scope "openid" there.',
    details: { issuer },
  })
}
