/** A token endpoint that rotates refresh tokens and, when an old one comes again, revokes the whole family, as OAuth 2.1 §4.3.1 allows. */
import type { Answer, Asked, Habit } from '../login-server.ts'
import { startLogin } from '../login-server.ts'

export interface RotatingServer {
  readonly issuer: string
  /** Requests that reached the token endpoint. */
  readonly asked: Asked[]
  /** How often a refresh token was redeemed, and how often one came that had been used. */
  readonly counts: { redemptions: number; revocations: number }
  /** Refresh tokens that are valid now. */
  readonly valid: Set<string>
  /** Comes before the redemption; what it answers is sent instead. */
  intervene(habit: (asked: Asked) => Promise<Answer | undefined>): void
}

/** `rt-0` is valid at first. The n-th redemption gives `at-n` and `rt-n`. */
export async function startRotating(
  answer: (parts: Record<string, unknown>) => Record<string, unknown> = (parts) => parts,
): Promise<RotatingServer> {
  const counts = { redemptions: 0, revocations: 0 }
  const valid = new Set(['rt-0'])
  const seen = new Set<string>()
  const asked: Asked[] = []
  const interventions: ((asked: Asked) => Promise<Answer | undefined>)[] = []
  const token: Habit = async (one) => {
    asked.push(one)
    const instead = await interventions.at(-1)?.(one)
    if (instead) return instead
    const refreshToken = String(one.body['refresh_token'])
    if (!valid.delete(refreshToken)) {
      if (seen.has(refreshToken)) {
        counts.revocations += 1
        valid.clear()
      }
      return { status: 400, body: { error: 'invalid_grant' } }
    }
    seen.add(refreshToken)
    counts.redemptions += 1
    const number = counts.redemptions
    valid.add(`rt-${number}`)
    const parts = {
      access_token: `at-${number}`,
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: `rt-${number}`,
    }
    return { body: answer(parts) }
  }
  const login = await startLogin({ '/token': token })
  return {
    issuer: login.origin,
    asked,
    counts,
    valid,
    intervene: (habit) => void interventions.push(habit),
  }
}
