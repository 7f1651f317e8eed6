/** What came of one attempt to refresh a grant; only a definite refusal ends a grant (R01, R02). */
import type { Problem } from '#contract/problem.ts'
import type { Grant } from '#core/records.ts'

export type RefreshOutcome =
  /** New tokens; the old refresh token is kept in `grant` when the answer had none (C42). */
  | { readonly status: 'refreshed'; readonly grant: Grant }
  /** The issuer said no for good: `invalid_grant`, or the client is unknown. */
  | { readonly status: 'refused'; readonly problem: Problem }
  /** 5xx, 429, time-out, no network: the stored grant stays as it is. */
  | { readonly status: 'passing'; readonly problem: Problem }

/** Redeems the refresh token of `grant` once. Never throws for what a server or network does. */
export type Refresh = (grant: Grant, signal: AbortSignal) => Promise<RefreshOutcome>
