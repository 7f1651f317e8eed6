/** Certificates made with openssl for one test run: a root, an intermediate, and server certificates good and bad. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface KeyPair {
  readonly cert: string
  readonly key: string
  readonly certFile: string
  readonly keyFile: string
}

export interface Certificates {
  readonly folder: string
  readonly root: KeyPair
  readonly intermediate: KeyPair
  issue(name: string, options?: IssueOptions): KeyPair
  /** PEM file with certificate and key, as a connection names it. */
  identityFile(name: string): string
  remove(): void
}

export interface IssueOptions {
  readonly by?: KeyPair
  readonly hosts?: readonly string[]
  readonly authority?: boolean
  readonly organization?: string
  /** Beginning and end as openssl writes them: YYYYMMDDHHMMSSZ. */
  readonly valid?: readonly [string, string]
  readonly extra?: readonly string[]
}

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'aip-certificates-'))
  const root = issue(folder, 'Example Root', { authority: true, organization: 'Example Works' })
  const intermediate = issue(folder, 'Example Issuing', {
    by: root,
    authority: true,
    organization: 'Example Works',
  })
  return {
    folder,
    root,
    intermediate,
    issue: (name, options = {}) => issue(folder, name, options),
    identityFile: (name) => {
      const pair = issue(folder, name, { by: root })
      const file = join(folder, `${name}.both.pem`)
      writeFileSync(file, pair.cert + pair.key)
      return file
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}

function issue(folder: string, name: string, options: IssueOptions): KeyPair {
  const base = join(folder, name.replaceAll(' ', '-'))
  const [certFile, keyFile, requestFile, extensionFile] = ['pem', 'key', 'csr', 'ext'].map(
    (ending) => `${base}.${ending}`,
  ) as [string, string, string, string]
  const hosts = options.hosts ?? ['IP:127.0.0.1', 'IP:::1', 'DNS:localhost']
  const extensions = options.authority
    ? ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign']
    : ['basicConstraints=CA:FALSE', `subjectAltName=${hosts.join(',')}`, ...(options.extra ?? [])]
  writeFileSync(extensionFile, [...extensions, 'subjectKeyIdentifier=hash', ''].join('\n'))
  const subject = `/O=${options.organization ?? 'Somebody'}/CN=${name}`
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc']
  openssl('req', '-new', ...key, '-keyout', keyFile, '-out', requestFile, '-subj', subject)
  const signer = options.by
    ? ['-CA', options.by.certFile, '-CAkey', options.by.keyFile, '-CAcreateserial']
    : ['-key', keyFile]
  const [from, to] = options.valid ?? []
  const dates = from && to ? ['-not_before', from, '-not_after', to] : ['-days', '3']
  openssl(
    'x509',
    '-req',
    '-in',
    requestFile,
    '-out',
    certFile,
    '-extfile',
    extensionFile,
    ...signer,
    ...dates,
  )
  return {
    cert: readFileSync(certFile, 'utf8'),
    key: readFileSync(keyFile, 'utf8'),
    certFile,
    keyFile,
  }
}

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' })
}
