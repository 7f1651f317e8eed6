/** Reads the audience of a token that is a JWT (RFC 9068); only to look at it, its signature is nobody's business here. */
import { z } from 'zod'

const Claims = z.looseObject({ aud: z.union([z.string(), z.array(z.string())]).optional() })

/** Undefined for a token that is no JWT. */
export function audienceOf(token: string): string[] | undefined {
  const [, payload = '', signature] = token.split('.')
  if (signature === undefined) return undefined
  const claims = Claims.safeParse(parsed(payload))
  if (!claims.success) return undefined
  const { aud } = claims.data
  return aud === undefined ? [] : [aud].flat()
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    // Three parts with dots between them are not always a JWT.
    return undefined
  }
}
