/** Logins that are needed but not announced, or announced late (R11). */
import { describe, expect, it } from 'vitest'
import { complete, oauthForm, pathForm } from './complete-server.ts'
import {
  demand,
  initialized,
  resourceDocument,
  serverDocument,
  startHabit,
} from './habit-server.ts'
import type { Answer } from './habit-server.ts'
import { codesOf, look, lookInVain } from './look.ts'

describe('R11: a login that is needed but not announced', () => {
  it('tools that can be listed without one: open, with the note that some may need it', async () => {
    const { origin } = await startHabit((own) => complete(own, { '/mcp': initialized }))
    const canListTools = () => Promise.resolve(true)
    const found = await look(`${origin}/mcp`, { canListTools })
    expect(found.discovery).toMatchObject({ mode: 'NoAuth', issuer: '' })
    expect(codesOf(found)).toEqual(['login-optional'])
    const wanted = await look(`${origin}/mcp`, { canListTools, preferLogin: true })
    expect(wanted.discovery).toMatchObject({ mode: 'OAuthWithDCR', issuer: origin })
  })

  it('tools that cannot be listed, or a caller who cannot try: a login', async () => {
    const { origin } = await startHabit((own) => complete(own, { '/mcp': initialized }))
    const refused = await look(`${origin}/mcp`, { canListTools: () => Promise.resolve(false) })
    expect(refused.discovery.mode).toBe('OAuthWithDCR')
    const untried = await look(`${origin}/mcp`)
    expect(untried.discovery.mode).toBe('OAuthWithDCR')
    expect(codesOf(untried)).toEqual(['login-not-demanded-at-once'])
  })

  it('a late challenge is read like one that came at once', async () => {
    const { origin, requests } = await startHabit((own) => ({
      '/mcp': initialized,
      '/prm': resourceDocument(`${own}/mcp`, [own]),
      [oauthForm]: serverDocument(own),
    }))
    const challenge = `Bearer scope="mail", resource_metadata="${origin}/prm"`
    const canListTools = () => Promise.resolve({ challenge })
    const found = await look(`${origin}/mcp`, { canListTools })
    expect(found.discovery).toMatchObject({ mode: 'OAuthWithDCR', scopes: ['mail'] })
    expect(requests).toEqual(['POST /mcp', 'GET /prm', `GET ${oauthForm}`])
  })

  it('tools that cannot be listed and no metadata: never NoAuth', async () => {
    const { origin } = await startHabit(() => ({ '/mcp': initialized }))
    const found = await look(`${origin}/mcp`, { canListTools: () => Promise.resolve(false) })
    expect(found.discovery).toMatchObject({ mode: 'OAuth', issuer: '', registration: ['manual'] })
    expect(codesOf(found)).toEqual(['login-needed-not-discoverable'])
  })

  it('what goes wrong while listing the tools is passed on', async () => {
    const { origin } = await startHabit(() => ({ '/mcp': initialized }))
    const broken = new Error('broken')
    const found = look(`${origin}/mcp`, { canListTools: () => Promise.reject(broken) })
    await expect(found).rejects.toBe(broken)
  })

  it('a sign-in document that may not be used does not lock an open server', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, {
        '/mcp': initialized,
        [pathForm]: resourceDocument('https://other.example.com', [own]),
      }),
    )
    const found = await look(`${origin}/mcp`, { canListTools: () => Promise.resolve(true) })
    expect(found.discovery.mode).toBe('NoAuth')
    expect(codesOf(found)).toEqual(['resource-metadata-ignored'])
  })

  it.each([
    ['403 in place of 401', { status: 403 }],
    ['500 in place of 401', { status: 500 }],
    ['404 in place of 401', { status: 404 }],
    ['400 in place of 401', { status: 400, json: { error: 'no token' } }],
  ] satisfies [string, Answer][])('%s, with resource metadata: a login', async (_, answer) => {
    const { origin } = await startHabit((own) => complete(own, { '/mcp': answer }))
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({ mode: 'OAuthWithDCR', issuer: origin })
    expect(codesOf(found)).toEqual(['login-without-401'])
  })

  it('403 and nothing else: a login that cannot be discovered', async () => {
    const { origin, requests } = await startHabit(() => ({
      '/mcp': { status: 403 },
      '/token': { status: 405 },
    }))
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({ mode: 'OAuth', issuer: '' })
    expect(codesOf(found)).toContain('login-needed-not-discoverable')
    expect(requests).not.toContain('OPTIONS /token')
  })

  it('a demand whose body never ends is a demand all the same', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, { '/mcp': { ...demand('Bearer'), habit: 'flood' } }),
    )
    expect((await look(`${origin}/mcp`)).discovery.mode).toBe('OAuthWithDCR')
  })

  it('401 and nothing else, as servers with a static key do: not discoverable, never NoAuth', async () => {
    const { origin } = await startHabit(() => ({ '/mcp': demand() }))
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({ mode: 'OAuth', issuer: '', registration: ['manual'] })
    expect(codesOf(found)).toEqual(['login-needed-not-discoverable'])
  })

  it.each(['same host', 'other host'])(
    'a redirect to a sign-in page of the %s is named as such',
    async (where) => {
      const page = { type: 'text/html; charset=utf-8', text: '<!doctype html><form>' }
      const sso = await startHabit(() => ({ '/login': page }))
      const { origin } = await startHabit((own) => ({
        '/mcp': {
          status: 302,
          headers: { location: `${where === 'same host' ? own : sso.origin}/login` },
        },
        '/login': page,
      }))
      await lookInVain(`${origin}/mcp`, 'sso-page-in-front')
    },
  )
})
