/** The first transport: lines to a relay, by the carrier. */
import type { Transport } from '#tunnel/protocol/agent-messages.ts'
import type { CarrierOptions, ConnectCarrier } from './carrier/carrier.ts'
import type { Front, FrontOptions } from './front.ts'

export type RelayFrontParts = Pick<FrontOptions, 'onRequest' | 'onLines'> &
  Pick<CarrierOptions, 'software' | 'clock' | 'random' | 'log'> & {
    readonly transport: Extract<Transport, { kind: 'relay' }>
    readonly dial: NonNullable<CarrierOptions['dial']>
    readonly connect: ConnectCarrier
  }

export function openRelayFront(parts: RelayFrontParts): Front {
  const { transport, onLines, connect, ...rest } = parts
  const carrier = connect({ ...rest, relays: transport.relays, identity: transport.identity })
  const report = () => onLines(carrier.lines())
  const unwatch = carrier.watch(report)
  report()
  return {
    announce: (exposed) => carrier.announce(exposed),
    redial: () => carrier.redial(),
    drain: (ms) => carrier.drain(ms).finally(unwatch),
    close: () => carrier.close().finally(unwatch),
  }
}
