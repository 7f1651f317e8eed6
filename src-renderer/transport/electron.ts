/** The way to the app in the Electron shell: two functions that the preload script puts on `window`. */
import type { Transport } from '#contract/transport.ts'

declare global {
  interface Window {
    /** There only where a preload script made it. */
    readonly aip?: Transport
  }
}

/** Undefined outside the Electron shell. */
export function electronTransport(): Transport | undefined {
  return window.aip
}
