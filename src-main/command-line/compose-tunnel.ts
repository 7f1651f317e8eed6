/** Puts the tunnel together over this machine for one run of the command line. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from '#adapters/machine.ts'
import { createTraffic } from '#adapters/store/traffic.ts'
import { createTunnel } from '#core/tunnel/create-tunnel.ts'
import type { Tunnel } from '#core/tunnel/create-tunnel.ts'
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

/** The agent's program: beside this one's bundle, or among the sources. */
function agentFile(): string {
  const here = import.meta.dirname
  const places = [
    join(here, 'agent.mjs'),
    join(here, '..', 'agent.mjs'),
    join(here, '..', 'agent-process', 'agent.ts'),
  ]
  return places.find((each) => existsSync(each)) ?? join(here, 'agent.mjs')
}
