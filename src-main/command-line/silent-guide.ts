/** The guide of work nobody watches: it opens nothing and agrees to nothing (R16). */
import type { Guide } from '#core/guide.ts'

export const silentGuide: Guide = {
  opensBrowser: false,
  tell: () => undefined,
  askClient: () => Promise.resolve(undefined),
  confirm: () => Promise.resolve(false),
  // oxlint-disable-next-line require-yield -- nobody pastes anything
  pasted: async function* () {
    await Promise.resolve()
  },
}
