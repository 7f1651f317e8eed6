/** Reads the configured callback of the platform. */

const callbackPath = '/integration/oauth/callback'

/**
 * `AIP_PLATFORM` is the platform's address, `https://platform.example.com`; its callback lies below it at a fixed path. Undefined when
 * it is unset or no https origin: then the popup watches for nothing.
 */
export function platformCallbackFrom(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const url = URL.parse(environment['AIP_PLATFORM'] ?? '')
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
  return url.origin + callbackPath
}
