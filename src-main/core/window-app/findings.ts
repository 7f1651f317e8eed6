/** Puts what discovery found into the words of the setup form. */
import type { Findings, Verdict } from '#contract/journey.ts'
import type { Found } from '#core/found.ts'
import { nameFrom } from '#core/app/names.ts'

/** What the wizard shows after looking, and what its form begins with. */
export function findingsOf(found: Found, name: string, taken: readonly string[]): Findings {
  const { discovery, zone } = found
  return {
    discovery,
    verdict: verdictOf(found),
    zone,
    // A public server is reached by the platform itself; every other one only through the tunnel (R20).
    tunnelAdvised: zone !== 'public',
    suggestedName: name === '' ? nameFrom(discovery.url, taken) : name,
  }
}

function verdictOf({ discovery }: Found): Verdict {
  const noted = (code: string) => discovery.notes.some((note) => note.code === code)
  switch (discovery.mode) {
    case 'NoAuth':
      return noted('login-optional') ? 'login-optional' : 'no-login'
    case 'OAuthWithDCR':
      return 'registers-itself'
    case 'OAuthWithCIMD':
      return 'identified-by-document'
    case 'OAuth':
      return noted('login-needed-not-discoverable') ? 'login-not-discoverable' : 'app-by-hand'
  }
}
