/** Answers the agent's question for a token: from the keeper, which refreshes when it has to; nothing here opens a browser (R16). */
import { isProblem } from '#core/app-error.ts'
import type { GrantKeeper } from '#core/grants/grant-keeper.ts'
import type { Clock, Random, Store } from '#core/ports.ts'
import { dpopProof } from '#core/tokens/dpop.ts'
import type { AuthorizationAnswer, AuthorizationQuestion } from './ports.ts'

export interface AuthorizeParts {
  readonly keeper: Pick<GrantKeeper, 'accessToken'>
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
}

/** So long may the agent go on without asking: a sign-out, or a sign-in with more permissions, is noticed that soon. */
const keepMs = 2_000
/** A token is not handed on that ends before it gets there. */
const marginMs = 5_000

/** Never throws: what goes wrong is an answer in words for the platform. */
export async function authorize(
  parts: AuthorizeParts,
  { connectionId, method, url, refused, nonce }: AuthorizationQuestion,
  signal: AbortSignal,
): Promise<AuthorizationAnswer> {
  try {
    const answer = await parts.keeper.accessToken(connectionId, { rejected: refused, signal })
    if (answer.status === 'needs-sign-in') {
      noteSignInNeeded(parts.store, connectionId, answer.problem.message)
      const { message, next } = answer.problem
      return { status: 'sign-in-needed', message, next }
    }
    const { accessToken, tokenType, obtainedAt, expiresAt, dpopKey } = answer.grant
    const authorization = ['authorization', `${tokenType} ${accessToken}`] as const
    const common = { status: 'ready', token: accessToken, issuedAt: obtainedAt } as const
    if (tokenType === 'DPoP') {
      const proofParts = { key: dpopKey ?? {}, method, url, nonce, accessToken }
      const proof = await dpopProof(proofParts, parts)
      return { ...common, headers: [authorization, ['dpop', proof]], keepMs: 0 }
    }
    const left = expiresAt === undefined ? keepMs : expiresAt - parts.clock.now() - marginMs
    return { ...common, headers: [authorization], keepMs: Math.max(1, Math.min(keepMs, left)) }
  } catch (error) {
    if (!isProblem(error)) throw error
    return { status: 'failed', message: error.problem.message, next: error.problem.next }
  }
}

/** The list shows it, and the window tells the person once; the grant stays as it is. */
function noteSignInNeeded(store: Store, connectionId: string, reason: string): void {
  const stored = store.listConnections().find((each) => each.id === connectionId)
  if (!stored || stored.status === 'needs-sign-in') return
  store.saveConnection({ ...stored, status: 'needs-sign-in', reason })
}
