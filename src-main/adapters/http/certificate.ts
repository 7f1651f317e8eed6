/** Says in plain words why a server's certificate was not accepted (R18). */
import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { appError } from '#core/app-error.ts'
import type { AppError } from '#core/app-error.ts'
import { say, type Words } from '#core/say.ts'

/** The problem for a handshake that ended without `authorized`; `added` are the authorities somebody added. */
export function certificateProblem(
  socket: TLSSocket,
  url: URL,
  added: readonly string[],
): AppError {
  const code = errorCode(socket.authorizationError)
  const certificate = socket.getPeerX509Certificate()
  const details = {
    address: url.origin,
    code,
    ...(certificate && {
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      validFrom: certificate.validFrom,
      validTo: certificate.validTo,
      sha256: certificate.fingerprint256,
    }),
  }
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return expired(url, code, details)
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return wrongHost(url, certificate, details)
    default:
      return intermediateMissing(socket, code, certificate, added)
        ? chainIncomplete(url, certificate, details)
        : untrusted(url, certificate, details)
  }
}

type Details = Record<string, string>

function expired(url: URL, code: string, details: Details): AppError {
  const early = code === 'CERT_NOT_YET_VALID'
  return appError('certificate-expired', {
    step: 'network',
    whoseTurn: 'server-owner',
    message: early
      ? say('certificate.early', { host: url.host })
      : say('certificate.expired', { host: url.host }),
    next: say('certificate.expired.next'),
    details,
  })
}

function wrongHost(url: URL, certificate: X509Certificate | undefined, details: Details): AppError {
  const names = certificate?.subjectAltName ?? ''
  return appError('certificate-wrong-host', {
    step: 'network',
    whoseTurn: 'server-owner',
    message: say('certificate.wrong-host', { host: url.host }),
    next: say('certificate.wrong-host.next'),
    details: { ...details, ...(names && { madeFor: names.slice(0, 300) }) },
  })
}

function chainIncomplete(
  url: URL,
  certificate: X509Certificate | undefined,
  details: Details,
): AppError {
  return appError('certificate-chain-incomplete', {
    step: 'network',
    whoseTurn: 'server-owner',
    message: say('certificate.chain', { host: url.host, issuer: issuerName(certificate) }),
    next: say('certificate.chain.next'),
    details,
  })
}

function untrusted(url: URL, certificate: X509Certificate | undefined, details: Details): AppError {
  return appError('certificate-untrusted', {
    step: 'network',
    whoseTurn: 'it',
    message: say('certificate.untrusted', { host: url.host, issuer: issuerName(certificate) }),
    next: say('certificate.untrusted.next'),
    details,
  })
}

/**
 * A lone certificate whose issuer is unknown is either from an authority nobody added or its server forgot the intermediate.
 * It is the second when the certificate says where its issuer's can be fetched (RFC 5280 §4.2.2.1: public authorities and
 * company ones do), or when the issuer belongs to the organization of an authority somebody added.
 */
function intermediateMissing(
  socket: TLSSocket,
  code: string,
  certificate: X509Certificate | undefined,
  added: readonly string[],
): boolean {
  const lone = ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY']
  if (!certificate || !lone.includes(code)) return false
  const sent = socket.getPeerCertificate(true)
  if (Object.keys(sent.issuerCertificate ?? {}).length > 0) return false
  if (/CA Issuers/.test(certificate.infoAccess ?? '')) return true
  const organization = part(certificate.issuer, 'O')
  return added.some((pem) => {
    const subject = new X509Certificate(pem).subject
    return organization !== '' && part(subject, 'O') === organization
  })
}

function errorCode(error: unknown): string {
  if (typeof error === 'string') return error
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}

function issuerName(certificate: X509Certificate | undefined): Words {
  if (!certificate) return say('certificate.issuer.unknown')
  const { issuer } = certificate
  return (
    part(issuer, 'CN') || part(issuer, 'O') || oneLine(issuer) || say('certificate.issuer.unnamed')
  )
}

/** One attribute of a distinguished name as Node prints it, one `key=value` a line. */
function part(name: string | undefined, key: string): string {
  const line = (name ?? '').split('\n').find((each) => each.startsWith(`${key}=`))
  return line?.slice(key.length + 1) ?? ''
}

function oneLine(name: string | undefined): string {
  return (name ?? '').replaceAll('\n', ', ')
}
