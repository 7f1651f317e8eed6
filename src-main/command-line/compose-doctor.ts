/** Puts the doctor together: the machine of every day, and no end of the world when its data cannot be opened. */
import { arch, homedir, platform, release } from 'node:os'
import { createCallback } from '#adapters/callback.ts'
import { createClock } from '#adapters/clock.ts'
import { createHttp } from '#adapters/http/http.ts'
import { createLog } from '#adapters/log.ts'
import { openMachine, type Machine, type MachineOptions } from '#adapters/machine.ts'
import { dataFolder } from '#adapters/paths.ts'
import { createRandom } from '#adapters/random.ts'
import { createTraffic } from '#adapters/store/traffic.ts'
import { tryVault } from '#adapters/vault/try-vault.ts'
import { vaultOptionsFrom } from '#adapters/vault/vault-kind.ts'
import type { Problem } from '#contract/problem.ts'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { isProblem } from '#core/app-error.ts'
import { createKeeper } from '#core/app/keeper.ts'
import type { DoctorPorts } from '#core/doctor/deps.ts'
import type { SeenConnection } from '#core/ports.ts'
import { readLink } from '#core/tunnel/link-record.ts'
import { lookAtTunnel } from '#core/tunnel/look-at-tunnel.ts'
import { createTunnelDoctor } from '#core/tunnel/tunnel-doctor.ts'
import { probeTunnel } from '../agent-process/probe-tunnel.ts'
import type { VerbContext } from './verb.ts'
import { version } from './version.ts'

export interface ComposedDoctor {
  readonly ports: DoctorPorts
  close(): Promise<void>
}

export async function composeDoctor({ host, signal }: VerbContext): Promise<ComposedDoctor> {
  const seen: SeenConnection[] = []
  const options = {
    environment: withUsableVault(host.env),
    platform: host.platform,
    home: homedir(),
    workingFolder: host.cwd(),
    log: createLog({ level: 'silent', format: 'text', now: Date.now }),
    version,
    signal,
    onConnection: (connection: SeenConnection) => void seen.push(connection),
  } satisfies MachineOptions
  const machine = await openIfPossible(options)
  const opened = 'ports' in machine ? machine : undefined
  const { http, closeHttp } = httpOf(opened, options)
  const clock = createClock()
  return {
    ports: {
      http,
      callback: createCallback(),
      clock,
      random: createRandom(),
      stored: storedIn(machine),
      seen: () => seen,
      tryVault: async (trial) =>
        tryVault({
          // The environment as it is: a wrong AIP_VAULT fails this check.
          ...vaultOptionsFrom(host.env),
          log: options.log,
          signal: trial,
          ...(opened && { database: opened.database }),
        }),
      ...(opened && {
        tunnel: createTunnelDoctor({
          clock,
          view: viewIn(opened, host.pid),
          readLink: () => readLink(opened.ports.vault),
          probe: probeTunnel(http),
        }),
      }),
      machine: {
        product: version,
        node: process.version,
        system: `${platform()} ${release()} ${arch()}`,
        dataFolder: dataFolder(options),
      },
    },
    close: async () => {
      await closeHttp()
      await opened?.close()
    },
  }
}

async function openIfPossible(options: MachineOptions): Promise<Machine | Problem> {
  try {
    return await openMachine(options)
  } catch (error) {
    if (isProblem(error)) return error.problem
    throw error
  }
}

/** The machine's own network layer; one of its own when the machine could not be opened. */
function httpOf(machine: Machine | undefined, options: MachineOptions) {
  if (machine) return { http: machine.ports.http, closeHttp: () => Promise.resolve() }
  const http = createHttp(options)
  return { http, closeHttp: () => http.close() }
}

function storedIn(machine: Machine | Problem): DoctorPorts['stored'] {
  if ('code' in machine) return { status: 'failed', problem: machine }
  const { ports } = machine
  return { status: 'open', parts: { ...ports, keeper: createKeeper(ports) } }
}

function viewIn({ ports, database }: Machine, process: number): () => TunnelView {
  const parts = { store: ports.store, traffic: createTraffic(database), asker: `doctor ${process}` }
  return () => lookAtTunnel(parts)
}

/** A value of AIP_VAULT that is not known fails the check of the vault, and must not end the others. */
function withUsableVault(environment: VerbContext['host']['env']): typeof environment {
  try {
    vaultOptionsFrom(environment)
    return environment
  } catch (error) {
    if (isProblem(error)) return { ...environment, AIP_VAULT: undefined }
    throw error
  }
}
