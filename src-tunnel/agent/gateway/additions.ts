/** What the edge adds to a request: as headers, and as what must not come back. Made once for each token, because call after call presents the same. */
import type { Exposure } from '#tunnel/protocol/exposure.ts'
import { needlesOf } from './leak-filter.ts'
import type { Needles } from './leak-filter.ts'
import type { Presented } from './ports.ts'

export interface Additions {
  readonly own: readonly (readonly [string, string])[]
  readonly secrets: Needles
}

/** The last of each connection; a changed or withdrawn one is another exposure, and what was made for it goes with it. */
const last = new WeakMap<Exposure, Additions & { readonly authorization: Presented }>()

/** The static headers of the connection, then what `authorization` presents. */
export function additionsOf(exposure: Exposure, authorization: Presented): Additions {
  const known = last.get(exposure)
  if (known?.authorization === authorization) return known
  const made = {
    authorization,
    own: [...Object.entries(exposure.headers), ...authorization.headers],
    secrets: needlesOf([...Object.values(exposure.headers), authorization.token]),
  }
  last.set(exposure, made)
  return made
}
