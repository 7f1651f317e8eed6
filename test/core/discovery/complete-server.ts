/** A complete server to start from, on loopback or, under a virtual name, on the internet; tests change what they are about. */
import { demand, resourceDocument, serverDocument, startHabit } from './habit-server.ts'
import type { Answers } from './habit-server.ts'
import { plainHttp } from './plain-http.ts'

export const pathForm = '/.well-known/oauth-protected-resource/mcp'
export const rootForm = '/.well-known/oauth-protected-resource'
export const oauthForm = '/.well-known/oauth-authorization-server'
export const openidForm = '/.well-known/openid-configuration'

/** A server at /mcp that demands a login and names itself as authorization server. */
export function complete(origin: string, more: Answers = {}): Answers {
  return {
    '/mcp': demand(`Bearer resource_metadata="${origin}${pathForm}"`),
    [pathForm]: resourceDocument(`${origin}/mcp`, [origin], {
      scopes_supported: ['read', 'write'],
    }),
    [oauthForm]: serverDocument(origin),
    ...more,
  }
}

export const publicOrigin = 'https://mcp.example.com'

/** A server of the internet: its habits run on loopback, its name and zone are virtual. */
export async function startPublic(answers: (origin: string) => Answers) {
  const server = await startHabit(answers, publicOrigin)
  const zones = {
    'mcp.example.com': 'public',
    'auth.example.com': 'public',
    'intranet.example.com': 'private',
    '10.0.0.1': 'private',
  } as const
  const http = plainHttp({ zones, origins: { [publicOrigin]: server.origin } })
  return { server, http, url: `${publicOrigin}/mcp` }
}
