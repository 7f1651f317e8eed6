/** Reads which vault the environment asks for (`AIP_VAULT`, `AIP_VAULT_PASSPHRASE_FILE`). */
import { z } from 'zod'
import { appError } from '#core/app-error.ts'
import type { VaultKind, VaultOptions } from './open-vault.ts'

const Kind = z.enum(['keychain', 'passphrase', 'session'])

/** The part of the vault options that comes from the environment; unset and empty mean "not said". */
export function vaultOptionsFrom(
  environment: Readonly<Record<string, string | undefined>>,
): Pick<VaultOptions, 'kind' | 'passphraseFile'> {
  return {
    kind: kindFrom(environment['AIP_VAULT']),
    passphraseFile: environment['AIP_VAULT_PASSPHRASE_FILE'] || undefined,
  }
}

function kindFrom(text: string | undefined): VaultKind | undefined {
  if (text === undefined || text === '') return undefined
  const parsed = Kind.safeParse(text)
  if (parsed.success) return parsed.data
  throw appError('bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: 'AIP_VAULT has a value that is not known.',
    next: `Set it to one of ${Kind.options.join(', ')}, or leave it out.`,
    details: { AIP_VAULT: text },
  })
}
