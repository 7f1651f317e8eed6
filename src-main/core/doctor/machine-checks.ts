/** Checks of this computer: versions, saved data, keychain, and the port a sign-in comes back to. */
import type { Check } from '#contract/check.ts'
import { isProblem } from '#core/app-error.ts'
import { callbackPath, callbackPorts } from '#core/registration/callback-addresses.ts'
import { failed, passed, warned } from './check-book.ts'
import type { DoctorPorts, Report, VaultState } from './deps.ts'
import { say } from '#core/say.ts'

/** Runs them in order; each is reported as soon as it is known. */
export async function checkMachine(
  ports: DoctorPorts,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  report(versions(ports))
  report(store(ports))
  report(await guarded('keychain', signal, async () => vaultCheck(await ports.tryVault(signal))))
  report(await guarded('callback-port', signal, () => callbackPort(ports)))
}

/** Node 24 is what the product is made and tested with. */
const testedNode = 24

function versions({ machine }: DoctorPorts): Check {
  const { product, node, system } = machine
  const evidence = `AIP Desktop ${product}, Node ${node}, ${system}`
  const major = Number(/^v?(\d+)/.exec(node)?.[1] ?? 0)
  return major >= testedNode
    ? passed('versions', evidence)
    : warned('versions', evidence, say('doctor.next.node', { version: testedNode }), 'you')
}

function store({ stored, machine }: DoctorPorts): Check {
  if (stored.status === 'failed') return failed('store', stored.problem)
  try {
    const connections = stored.parts.store.listConnections().length
    const folder = machine.dataFolder
    return passed(
      'store',
      connections === 1
        ? say('doctor.store.one', { folder })
        : say('doctor.store', { folder, count: connections }),
    )
  } catch (error) {
    if (isProblem(error)) return failed('store', error.problem)
    throw error
  }
}

function vaultCheck({ kind, made }: VaultState): Check {
  switch (kind) {
    case 'keychain':
      return passed('keychain', made ? say('doctor.key') : say('doctor.key.trial'))
    case 'passphrase':
      return passed('keychain', made ? say('doctor.passphrase') : say('doctor.passphrase.given'))
    case 'session':
      return warned('keychain', say('doctor.session'), say('doctor.session.next'), 'you')
  }
}

async function callbackPort({ callback }: DoctorPorts): Promise<Check> {
  const listener = await callback.listen({
    spelling: '127.0.0.1',
    ports: callbackPorts,
    path: callbackPath,
  })
  await listener.close()
  const first = listener.port === callbackPorts[0]
  const address = listener.redirectUri
  return passed(
    'callback-port',
    first
      ? say('doctor.port', { address })
      : say('doctor.port.other', { address, port: callbackPorts[0] ?? '' }),
  )
}

async function guarded(
  id: Check['id'],
  signal: AbortSignal,
  look: () => Promise<Check>,
): Promise<Check> {
  try {
    return await look()
  } catch (error) {
    signal.throwIfAborted()
    if (isProblem(error)) return failed(id, error.problem)
    throw error
  }
}
