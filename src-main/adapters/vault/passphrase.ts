/** Makes the wrapping key out of a passphrase (scrypt), and reads the passphrase from the file a person named. */
import { scrypt } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { appError } from '#core/app-error.ts'
import type { Log } from '#core/ports.ts'

/** Stored beside the vault, so that it can be raised for new vaults. 128 MiB for a fraction of a second. */
export const ScryptCost = z.object({
  N: z
    .number()
    .int()
    .min(2 ** 17)
    .max(2 ** 20),
  r: z.number().int().min(8).max(16),
  p: z.number().int().min(1).max(4),
})
export type ScryptCost = z.infer<typeof ScryptCost>

export const scryptCost: ScryptCost = { N: 2 ** 17, r: 8, p: 1 }

/** 32 bytes. The same words typed on another keyboard give the same key (NFKC). */
export function keyFromPassphrase(
  passphrase: string,
  salt: Uint8Array,
  cost: ScryptCost,
): Promise<Uint8Array> {
  const options = { ...cost, maxmem: 160 * cost.N * cost.r * cost.p }
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

/** The first line of `path`. A file that others may read is used (mounted secrets often are), but said aloud in the log. */
export async function passphraseFromFile(path: string, log: Log): Promise<string> {
  let text: string
  try {
    const { mode } = await stat(path)
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      log.write('warn', 'other users of this computer may read the passphrase file', { path })
    }
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw passphraseNeeded('The passphrase file cannot be read.', path, error)
  }
  const line = text.split(/\r?\n/, 1)[0] ?? ''
  if (line === '') throw passphraseNeeded('The passphrase file is empty.', path)
  return line
}

function passphraseNeeded(message: string, file: string, cause?: unknown) {
  return appError('passphrase-needed', {
    step: 'vault',
    whoseTurn: 'you',
    message,
    next: 'Put the passphrase on the first line of a file only you may read (mode 600) and name it in AIP_VAULT_PASSPHRASE_FILE.',
    details: { file },
    cause,
  })
}
