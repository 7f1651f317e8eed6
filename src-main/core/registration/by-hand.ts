/** The last way: a person makes the OAuth app at the provider and types its id and secret, with everything to copy shown (R06). */
import type { LoopbackSpelling } from '#contract/connection.ts'
import type { ServerMetadata } from '#contract/discovery.ts'
import { appError, type AppError } from '#core/app-error.ts'
import type { ClientAnswer, ClientRequest } from '#core/guide.ts'
import type { Registration, TokenEndpointAuthMethod } from '#core/records.ts'
import { callbackAddresses } from './callback-addresses.ts'
import { documentsOnly } from './client-id-document.ts'
import { methodForTyped } from './client-authentication.ts'
import type { RegistrationDeps, RegistrationOptions } from './deps.ts'
import { recipeFor } from './recipes.ts'
import { say, type Words } from '#core/say.ts'

/** Asks the person; throws `client-id-needed` when they turn away. */
export async function registerByHand(
  server: ServerMetadata,
  spelling: LoopbackSpelling,
  why: Words,
  deps: RegistrationDeps,
  options: RegistrationOptions,
): Promise<Registration> {
  const request = clientRequest(server, spelling, why, options)
  const answer = await deps.guide.askClient(request, options.signal)
  if (answer === undefined || answer.clientId.trim() === '') throw clientIdNeeded(request, server)
  return typedRegistration(server, spelling, answer, options, deps.clock.now(), 'manual')
}

/** A registration out of credentials that came from a person; a recipe's rules for the issuer apply. */
export function typedRegistration(
  server: ServerMetadata,
  spelling: LoopbackSpelling,
  answer: ClientAnswer,
  options: RegistrationOptions,
  now: number,
  source: 'manual' | 'pre-registered',
): Registration {
  const secret = answer.clientSecret?.trim() ?? ''
  const registered = answer.spelling ?? spelling
  const elsewhere = answer.callbackUrl ?? options.callbackUrl
  return {
    issuer: server.issuer,
    source,
    clientId: answer.clientId.trim(),
    ...(secret !== '' && { clientSecret: secret }),
    ...(answer.privateKey !== undefined && { privateKey: answer.privateKey }),
    authMethod: methodFor(server, secret, answer.privateKey),
    redirectUris:
      elsewhere === undefined
        ? addressesToShow(server.issuer, registered, options.ports)
        : [elsewhere],
    spelling: registered,
    createdAt: now,
  }
}

/** What the person needs to see to make the app: addresses, scopes, method and the provider's steps. */
export function clientRequest(
  server: ServerMetadata,
  spelling: LoopbackSpelling,
  why: Words,
  options: RegistrationOptions,
): ClientRequest {
  const recipe = recipeFor(server.issuer)
  return {
    issuer: server.issuer,
    authorizationEndpoint: server.authorization_endpoint ?? '',
    why,
    callbackUrls: addressesToShow(server.issuer, spelling, options.ports),
    spelling,
    scopes: options.scopes.length > 0 ? options.scopes : (recipe?.scopes ?? []),
    authMethod: recipe?.authMethod ?? methodForTyped(server, needsSecret(server)),
    ...(recipe && {
      recipe: { provider: recipe.provider, steps: recipe.steps, source: recipe.source },
    }),
  }
}

function methodFor(
  server: ServerMetadata,
  secret: string,
  privateKey: string | undefined,
): TokenEndpointAuthMethod {
  if (privateKey !== undefined) return 'private_key_jwt'
  return secret === '' ? 'none' : methodForSecret(server)
}

/** Some providers take the secret in one place only, whatever their metadata says. */
function methodForSecret(server: ServerMetadata): TokenEndpointAuthMethod {
  const known = recipeFor(server.issuer)?.authMethod
  return known !== undefined && known !== 'none' ? known : methodForTyped(server, true)
}

function addressesToShow(
  issuer: string,
  spelling: LoopbackSpelling,
  ports: readonly number[] | undefined,
): string[] {
  const addresses = callbackAddresses(spelling, ports)
  return recipeFor(issuer)?.singleCallback === true ? addresses.slice(0, 1) : addresses
}

function needsSecret(server: ServerMetadata): boolean {
  return server.token_endpoint_auth_methods_supported?.includes('none') !== true
}

function clientIdNeeded(request: ClientRequest, server: ServerMetadata): AppError {
  const documents = documentsOnly(server)
  return appError('client-id-needed', {
    step: 'registration',
    whoseTurn: documents ? 'it' : 'you',
    message: say('client-id-needed', { why: request.why }),
    next: say(documents ? 'client-id-needed.documents.next' : 'client-id-needed.next'),
    details: {
      issuer: request.issuer,
      callbackUrl: request.callbackUrls.join(' '),
      scopes: request.scopes.join(' '),
      clientAuthentication: request.authMethod,
      ...(request.recipe && { steps: request.recipe.source }),
    },
  })
}
