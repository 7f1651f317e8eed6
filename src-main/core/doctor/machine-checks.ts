/** Checks of this computer: versions, saved data, keychain, and the port a sign-in comes back to. */
import type { Check } from '#contract/check.ts'
import { isProblem } from '#core/app-error.ts'
import { callbackPath, callbackPorts } from '#core/registration/callback-addresses.ts'
import { failed, passed, warned } from './check-book.ts'
import type { DoctorPorts, Report, VaultState } from './deps.ts'

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
    : warned('versions', evidence, `Use Node ${testedNode} or newer.`, 'you')
}

function store({ stored, machine }: DoctorPorts): Check {
  if (stored.status === 'failed') return failed('store', stored.problem)
  try {
    const connections = stored.parts.store.listConnections().length
    const count = connections === 1 ? '1 connection' : `${connections} connections`
    return passed('store', `${machine.dataFolder} holds ${count}`)
  } catch (error) {
    if (isProblem(error)) return failed('store', error.problem)
    throw error
  }
}

function vaultCheck({ kind, made }: VaultState): Check {
  switch (kind) {
    case 'keychain':
      return passed('keychain', made ? 'the key opens the saved tokens' : 'it keeps a trial secret')
    case 'passphrase':
      return passed(
        'keychain',
        made ? 'the passphrase opens the saved tokens' : 'a passphrase is given',
      )
    case 'session':
      return warned(
        'keychain',
        'tokens are kept in memory only (AIP_VAULT=session)',
        'Use the keychain or a passphrase, unless you want to sign in for each command.',
        'you',
      )
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
  const other = first ? '' : `; port ${String(callbackPorts[0])} is in use`
  return passed('callback-port', `${listener.redirectUri} can be used${other}`)
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
