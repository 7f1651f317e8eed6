/** What the errors of sockets mean as failures of the tunnel. */
import type { NetworkFailure } from './ports.ts'

/** For errors of Node and undici; a host with a richer network layer translates its own first. */
export function networkFailure(error: Error): NetworkFailure {
  const code = codeOf(error)
  if (/^(ENOTFOUND|ENODATA|EAI_.*)$/.test(code)) {
    return {
      code: 'upstream_name_unknown',
      message: "The name of the MCP server's host is not known.",
    }
  }
  if (code === 'ECONNREFUSED') {
    return {
      code: 'upstream_refused',
      message: 'Nothing answers at the address of the MCP server.',
      next: 'Check that the server is running.',
    }
  }
  if (/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/.test(code)) {
    return { code: 'upstream_timeout', message: 'The MCP server could not be reached in time.' }
  }
  if (/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN)$/.test(code)) {
    return { code: 'upstream_unreachable', message: 'There is no way to the MCP server.' }
  }
  if (/^(ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)) {
    return {
      code: 'upstream_certificate',
      message: 'No trusted encrypted connection to the MCP server could be made.',
    }
  }
  return {
    code: 'upstream_broken',
    message: 'The connection to the MCP server broke before an answer came.',
  }
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  if (!(error instanceof Error)) return ''
  const own = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return own === '' ? codeOf(error.cause) : own
}
