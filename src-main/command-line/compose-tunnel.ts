/** Puts the tunnel together over this machine for one run of the command line. */
import type { Machine } from '#adapters/machine.ts'
import { createTraffic } from '#adapters/store/traffic.ts'
import { createTunnel } from '#core/tunnel/create-tunnel.ts'
import type { Tunnel } from '#core/tunnel/create-tunnel.ts'
import { agentFile } from '../agent-process/agent-file.ts'
import { linkMachine } from '../agent-process/link-machine.ts'
import { agentStarter } from '../agent-process/start-agent.ts'
import { openMachineFor } from './compose.ts'
import type { Instead } from './compose.ts'
import type { VerbContext } from './verb.ts'

export interface ComposedTunnel extends Tunnel {
  /** Lets go of the network and the data file, so that the process can end. */
  close(): Promise<void>
  readonly machine: Machine
}

export async function composeTunnel(
  context: VerbContext,
  instead: Instead = {},
): Promise<ComposedTunnel> {
  const machine = await openMachineFor(context, instead)
  return { ...tunnelOver(machine, context, instead), machine, close: () => machine.close() }
}

/** The tunnel over a machine that is open already. */
export function tunnelOver(
  machine: Machine,
  { host }: VerbContext,
  { environment = host.env }: Instead = {},
): Tunnel {
  return createTunnel(machine.ports, {
    startAgent: agentStarter(agentFile(), environment),
    linkMachine: linkMachine(machine.sockets, machine.ports.version),
    traffic: createTraffic(machine.database),
    process: host.pid,
  })
}
