/** The vault of people who want nothing on the disk: records live in this process and end with it. */
import type { Vault } from '#core/ports.ts'

/** Earlier sessions left nothing to read, so their records are simply absent. */
export function createSessionVault(): Vault {
  const records = new Map<string, string>()
  const nameOf = (kind: string, key: string) => `${kind} ${key}`
  return {
    kind: 'session',
    read: async (kind, key) => {
      const text = records.get(nameOf(kind, key))
      return text === undefined ? undefined : (JSON.parse(text) as unknown)
    },
    write: async (kind, key, value) => {
      records.set(nameOf(kind, key), JSON.stringify(value))
    },
    delete: async (kind, key) => {
      records.delete(nameOf(kind, key))
    },
    keys: async (kind, prefix = '') =>
      [...records.keys()]
        .filter((name) => name.startsWith(nameOf(kind, prefix)))
        .map((name) => name.slice(kind.length + 1))
        .sort(),
  }
}
