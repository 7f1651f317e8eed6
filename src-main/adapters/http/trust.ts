/** Whom an encrypted connection trusts: the system's authorities, the bundled ones, NODE_EXTRA_CA_CERTS and a connection's own (R18). */
import { readFile } from 'node:fs/promises'
import { X509Certificate } from 'node:crypto'
import { createSecureContext, getCACertificates } from 'node:tls'
import type { SecureContext } from 'node:tls'
import { appError } from '#core/app-error.ts'
import type { Log } from '#core/ports.ts'
import type { Environment } from './proxy-choice.ts'
import { say } from '#core/say.ts'

export interface Trust {
  readonly context: SecureContext
  /** PEM texts of the authorities somebody added; they tell a forgotten intermediate from an unknown authority. */
  readonly added: readonly string[]
}

export interface TrustFiles {
  readonly caFile?: string | undefined
  readonly clientCertificateFile?: string | undefined
}

/** Reads authorities once per set of files; contexts are costly and shared by all connections of one reach. */
export function createTrustStore(
  environment: Environment,
  log: Log,
): { trustFor(files: TrustFiles): Promise<Trust> } {
  const contexts = new Map<string, Promise<Trust>>()
  return {
    trustFor(files) {
      const key = JSON.stringify([files.caFile ?? '', files.clientCertificateFile ?? ''])
      const known = contexts.get(key)
      if (known) return known
      const loading = loadTrust(files, environment, log)
      contexts.set(key, loading)
      // A file that could not be read may be there next time.
      loading.catch(() => contexts.delete(key))
      return loading
    },
  }
}

async function loadTrust(files: TrustFiles, environment: Environment, log: Log): Promise<Trust> {
  const added = [
    ...(await extraAuthorities(environment, log)),
    ...(files.caFile ? await authoritiesIn(files.caFile) : []),
  ]
  const ca = [...new Set([...systemAuthorities(log), ...getCACertificates('bundled'), ...added])]
  const identity = files.clientCertificateFile
    ? await readPem(files.clientCertificateFile)
    : undefined
  try {
    const context = createSecureContext({ ca, ...(identity && { cert: identity, key: identity }) })
    return { context, added }
  } catch (error) {
    throw unusable(files.clientCertificateFile ?? files.caFile ?? 'the system store', error)
  }
}

function systemAuthorities(log: Log): string[] {
  try {
    return getCACertificates('system')
  } catch (error) {
    // A broken system store must not take the bundled authorities away too.
    log.write('warn', 'the certificate authorities of this system could not be read', {
      reason: error instanceof Error ? error.message : String(error),
    })
    return []
  }
}

async function extraAuthorities(environment: Environment, log: Log): Promise<readonly string[]> {
  const file = environment['NODE_EXTRA_CA_CERTS']
  if (!file) return []
  try {
    return await authoritiesIn(file)
  } catch {
    // Node too only warns about this variable; without the file the certificate problem itself will name the issuer.
    log.write('warn', 'the file in NODE_EXTRA_CA_CERTS could not be used', { file })
    return []
  }
}

async function authoritiesIn(file: string): Promise<readonly string[]> {
  const text = await readPem(file)
  const certificates =
    text.match(
      /-----BEGIN (TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (TRUSTED )?CERTIFICATE-----/g,
    ) ?? []
  if (certificates.length === 0) throw unusable(file, undefined)
  try {
    return certificates.map((each) => new X509Certificate(each).toString())
  } catch (error) {
    throw unusable(file, error)
  }
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw unusable(file, error)
  }
}

function unusable(file: string, cause: unknown) {
  return appError('tls-failed', {
    step: 'network',
    whoseTurn: 'you',
    message: say('certificate.file', { file }),
    next: say('certificate.file.next'),
    details: { file },
    cause,
  })
}
