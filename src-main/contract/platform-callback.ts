/** The address at which an AI platform takes the answers of sign-ins, as a person enters it. */
import { z } from 'zod'

/** Where a platform has it, unless the person says otherwise. */
const usualPath = '/integration/oauth/callback'

/**
 * The callback behind `text`: a platform's name, its address, or the callback itself. Https without login, query and fragment (RFC 6749 §3.1.2); undefined
 * for anything else.
 */
export function platformCallbackFrom(text: string): string | undefined {
  const trimmed = text.trim()
  const url = URL.parse(/^[a-z][\w+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`)
  if (url?.protocol !== 'https:' || url.username + url.password + url.search + url.hash !== '') {
    return undefined
  }
  return url.origin + (url.pathname === '/' ? usualPath : url.pathname)
}

/** As it is stored: exactly what is sent as `redirect_uri`. */
export const PlatformCallback = z
  .string()
  .max(2048)
  .refine((text) => platformCallbackFrom(text) === text)

/** As a person enters it. */
export const EnteredPlatformCallback = z
  .string()
  .max(2048)
  .transform((text, context) => {
    const callback = platformCallbackFrom(text)
    if (callback !== undefined) return callback
    context.addIssue({ code: 'custom', message: 'not an https address' })
    return z.NEVER
  })
