/** The transport with nothing in between, for tests and for a shell that asks its own app. */
import type { Transport } from '#contract/transport.ts'
import type { WindowApp } from './create-window-app.ts'
import type { Dispatch } from './dispatch.ts'

export function inProcessTransport(app: Pick<WindowApp, 'watch'>, dispatch: Dispatch): Transport {
  return {
    invoke: dispatch,
    watch: (listener) => app.watch((state) => listener({ status: 'live', state })),
  }
}
