/** Static headers as a person types them. */

export interface HeaderRow {
  /** Tells rows apart while they are edited. */
  readonly id: number
  readonly name: string
  readonly value: string
}

/** A token of RFC 9110 §5.6.2, as the app asks for it. */
export function isHeaderName(row: HeaderRow): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(row.name.trim())
}

/** The rows that can be sent. */
export function goodHeaders(rows: readonly HeaderRow[]): { name: string; value: string }[] {
  return rows
    .filter((row) => isHeaderName(row) && row.value !== '')
    .map((row) => ({ name: row.name.trim(), value: row.value }))
}

/** One of them is a login already, so there is nothing to discover. */
export function replacesLogin(rows: readonly HeaderRow[]): boolean {
  return rows.some((row) => row.name.trim().toLowerCase() === 'authorization')
}
