/** The doctor behind a window: one examination at a time, whose checks become state as they come. */
import type { Check } from '#contract/check.ts'
import type { CommandHandlers } from '#contract/commands.ts'
import type { ExaminationSubject } from '#contract/examination.ts'
import { createKeeper } from '#core/app/keeper.ts'
import type { DoctorPorts, Subject } from '#core/doctor/deps.ts'
import { examine, type Examined } from '#core/doctor/examine.ts'
import { supportReport } from '#core/doctor/support-report.ts'
import { readLink } from '#core/tunnel/link-record.ts'
import { createTunnelDoctor } from '#core/tunnel/tunnel-doctor.ts'
import { nameOf } from './open-details.ts'
import type { WindowPorts } from './ports.ts'
import { problemOf } from './problems.ts'
import type { StateKeeper } from './state-keeper.ts'

export interface DoctorRoom {
  readonly handlers: Pick<CommandHandlers, Extract<keyof CommandHandlers, `doctor.${string}`>>
  /** Ends the examination under way. */
  close(): void
}

export function createDoctorHandlers(ports: WindowPorts, keeper: StateKeeper): DoctorRoom {
  let controller = new AbortController()
  let last: Examined = { checks: [], trace: [] }

  const carryOut = async (subject: ExaminationSubject, named: Subject): Promise<void> => {
    controller.abort()
    controller = new AbortController()
    const { signal } = controller
    let checks: readonly Check[] = []
    const show = () =>
      keeper.change({ examination: { status: 'running', subject, checks: [...checks] } })
    // The one before has nothing to say any more.
    const onCheck = (check: Check) => {
      if (signal.aborted) return
      checks = [...checks, check]
      show()
    }
    last = { checks, trace: [] }
    show()
    try {
      last = await examine(named, doctorPorts(ports, keeper), { signal, onCheck })
      if (signal.aborted) return
      const at = ports.clock.now()
      keeper.change({ examination: { status: 'done', subject, checks: [...last.checks], at } })
    } catch (error) {
      if (signal.aborted) return
      const problem = problemOf(error, ports.log, ports.random)
      keeper.change({ examination: { status: 'failed', subject, problem } })
    }
  }

  return {
    handlers: {
      'doctor.examine': (subject) => {
        const named: Subject =
          subject.kind === 'connection'
            ? { kind: 'connection', name: nameOf(ports, subject.connectionId) }
            : subject
        void carryOut(subject, named)
        return {}
      },
      'doctor.cancel': () => {
        controller.abort()
        const { examination } = keeper.state()
        if (examination.status !== 'running') return {}
        const { subject, checks } = examination
        last = { checks, trace: [] }
        const at = ports.clock.now()
        keeper.change({ examination: { status: 'cancelled', subject, checks, at } })
        return {}
      },
      'doctor.report': () => {
        const { machine, environment } = ports.doctor
        const connections = ports.store.listConnections()
        const facts = { machine, connections, at: ports.clock.now(), environment }
        return { text: ports.doctor.forOthers(supportReport(last, facts)) }
      },
    },
    close: () => controller.abort(),
  }
}

function doctorPorts(ports: WindowPorts, keeper: StateKeeper): DoctorPorts {
  const { http, callback, clock, random, doctor, tunnel } = ports
  return {
    http,
    callback,
    clock,
    random,
    machine: doctor.machine,
    seen: doctor.seen,
    stored: { status: 'open', parts: { ...ports, keeper: createKeeper(ports) } },
    tryVault: async (signal) => {
      const { vault } = keeper.state()
      // What the person chose in the window is known to no environment.
      return vault.status === 'open' ? { kind: vault.kind, made: true } : doctor.tryVault(signal)
    },
    tunnel: createTunnelDoctor({
      clock,
      view: () => tunnel.state(),
      readLink: () => readLink(ports.vault),
      probe: doctor.probe,
    }),
  }
}
