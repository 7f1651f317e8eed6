/** What web pages may ask the system for: our window may copy to the clipboard, everything else is denied. */
import { isWindowAddress } from './window-address.ts'

/**
 * Electron grants every permission by default (security checklist, item 5). A sign-in page gets none: signing in needs neither camera
 * nor location, and without `local-network-access` it cannot look around in the network either.
 */
export function mayHavePermission(permission: string, requestingAddress: string): boolean {
  return permission === 'clipboard-sanitized-write' && isWindowAddress(requestingAddress)
}
