/** `aip doctor`: checks this computer, an address, or a connection. */
import type { Check } from '#contract/check.ts'
import { checkBook } from '#core/doctor/check-book.ts'
import type { DoctorPorts, Subject } from '#core/doctor/deps.ts'
import { examine } from '#core/doctor/examine.ts'
import { composeDoctor } from '../compose-doctor.ts'
import { reportText } from '../doctor-text.ts'
import { exitCodeOf, exitCodes } from '../exit-codes.ts'
import { bundleText, writeBundle } from '../support-bundle.ts'
import type { Verb, VerbContext } from '../verb.ts'
import { plainly } from '../plainly.ts'

interface Options {
  bundle?: string
  yes?: boolean
}

export function doctor(target: string | undefined, options: Options): Verb {
  return async (context) => {
    const { output, signal, host } = context
    const composed = await composeDoctor(context)
    const { ports } = composed
    const progress = createProgress(context)
    try {
      const subject = subjectOf(target, ports)
      const examined = await examine(subject, ports, {
        signal,
        onCheck: (check) => progress.show(check),
      })
      progress.clear()
      const { checks } = examined
      output.result(plainly({ checks }), reportText(checks, output.paint))
      if (options.bundle !== undefined) {
        const text = bundleText(examined, ports, host.env)
        await writeBundle(options.bundle, text, context, options.yes === true)
      }
      return exitCodeFor(checks)
    } finally {
      progress.clear()
      await composed.close()
    }
  }
}

/** A name that exists is a connection; what looks like an address is one; anything else is a name that does not exist. */
function subjectOf(target: string | undefined, { stored }: DoctorPorts): Subject {
  if (target === undefined) return { kind: 'machine' }
  const connections = stored.status === 'open' ? stored.parts.store.listConnections() : []
  const known = connections.some((each) => each.name.toLowerCase() === target.toLowerCase())
  return !known && /[./]/.test(target)
    ? { kind: 'address', url: target }
    : { kind: 'connection', name: target }
}

/** The exit code of the first failure, as if the command that failed there had been run. */
function exitCodeFor(checks: readonly Check[]): number {
  const broken = checks.find((each) => each.status === 'fail')
  if (!broken) return exitCodes.done
  return broken.code === undefined ? exitCodes.unexpected : exitCodeOf(broken.code)
}

/** On a terminal, one line that says how far it is; it disappears before the report. */
function createProgress({ host, output }: VerbContext): {
  show(check: Check): void
  clear(): void
} {
  const write = (text: string) => {
    if (output.lively && !output.json) host.stderr.write(`\r\u001b[K${text}`)
  }
  return {
    show: ({ id }) => write(output.paint.dim(`  … after ${checkBook[id].title}`)),
    clear: () => write(''),
  }
}
