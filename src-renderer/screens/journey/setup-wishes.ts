/** The special cases a person can set at setup, as typed, and what of them goes to the app. */
import type { GrantType, LoopbackSpelling, ResourceMode } from '#contract/connection.ts'
import type { SetupSettings } from '#contract/journey-commands.ts'

export interface SetupWishes {
  readonly loginHost: string
  readonly scope: string
  readonly resource: ResourceMode
  readonly grantType: GrantType
  readonly spelling: LoopbackSpelling | 'auto'
  readonly caFile: string
  readonly clientCertificateFile: string
}

export const emptyWishes: SetupWishes = {
  loginHost: '',
  scope: '',
  resource: 'auto',
  grantType: 'code',
  spelling: 'auto',
  caFile: '',
  clientCertificateFile: '',
}

/** Only what differs from the app's own choice. */
export function settingsFrom(wishes: SetupWishes): SetupSettings {
  const { loginHost, scope, caFile, clientCertificateFile } = wishes
  return {
    ...(loginHost.trim() !== '' && { loginHost: loginHost.trim() }),
    ...(scope.trim() !== '' && { scope: scope.trim() }),
    ...(caFile.trim() !== '' && { caFile: caFile.trim() }),
    ...(clientCertificateFile.trim() !== '' && {
      clientCertificateFile: clientCertificateFile.trim(),
    }),
    ...(wishes.resource !== 'auto' && { resource: wishes.resource }),
    ...(wishes.grantType !== 'code' && { grantType: wishes.grantType }),
    ...(wishes.spelling !== 'auto' && { spelling: wishes.spelling }),
  }
}
