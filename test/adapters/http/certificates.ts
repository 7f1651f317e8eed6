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
  const signing = { requestFile, certFile, extensionFile }
  if (options.valid && options.by) signWithDates(folder, signing, options.by, options.valid)
  else sign(signing, options.by, keyFile)
  return {
    cert: readFileSync(certFile, 'utf8'),
    key: readFileSync(keyFile, 'utf8'),
    certFile,
    keyFile,
  }
}

interface Signing {
  readonly requestFile: string
  readonly certFile: string
  readonly extensionFile: string
}

function sign(files: Signing, by: KeyPair | undefined, keyFile: string): void {
  const signer = by
    ? ['-CA', by.certFile, '-CAkey', by.keyFile, '-CAcreateserial']
    : ['-key', keyFile]
  const about = ['-in', files.requestFile, '-out', files.certFile, '-extfile', files.extensionFile]
  openssl('x509', '-req', ...about, ...signer, '-days', '3')
}

/** `openssl x509` takes a first and a last day only from version 3.4 on; `openssl ca` always did, and wants a database for it. */
function signWithDates(
  folder: string,
  files: Signing,
  by: KeyPair,
  [from, to]: readonly [string, string],
): void {
  const database = mkdtempSync(join(folder, 'authority-'))
  writeFileSync(join(database, 'index.txt'), '')
  const config = join(database, 'authority.cnf')
  const rules = ['organizationName = optional', 'commonName = supplied']
  const settings = [
    `serial = ${database}/serial`,
    `database = ${database}/index.txt`,
    'policy = any',
    'default_md = sha256',
  ]
  const lines = ['[authority]', `new_certs_dir = ${database}`, ...settings, '[any]', ...rules, '']
  writeFileSync(config, lines.join('\n'))
  const signer = ['-name', 'authority', '-cert', by.certFile, '-keyfile', by.keyFile]
  const dates = ['-startdate', from, '-enddate', to, '-create_serial', '-notext', '-batch']
  const about = ['-in', files.requestFile, '-out', files.certFile, '-extfile', files.extensionFile]
  openssl('ca', '-config', config, ...signer, ...dates, ...about)
}

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' })
}
