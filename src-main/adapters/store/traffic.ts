/** Records of calls through the tunnel, the newest ten thousand, shared by the processes of this app. */
import { z } from 'zod'
import type { Traffic } from '#core/tunnel/ports.ts'
import type { Database } from './database.ts'

const mostLines = 10_000

const Call = z.object({
  at: z.number(),
  connection: z.string(),
  caller: z.string(),
  method: z.string(),
  operation: z.string(),
  name: z.string(),
  status: z.number(),
  bytesIn: z.number(),
  bytesOut: z.number(),
  ms: z.number(),
  outcome: z.enum(['answered', 'failed', 'cut', 'caller-left']),
  failure: z.string().optional(),
})

export function createTraffic(database: Database): Traffic {
  return {
    add(calls) {
      // One statement, one commit, however many there are.
      database.run(
        'INSERT INTO calls (line) SELECT value FROM json_each(?1)',
        JSON.stringify(calls),
      )
      database.run(
        'DELETE FROM calls WHERE number <= (SELECT max(number) FROM calls) - ?1',
        mostLines,
      )
    },
    read({ after, limit }) {
      const rows = database.all(
        `SELECT number, line FROM (SELECT number, line FROM calls WHERE number > ?1
         ORDER BY number DESC LIMIT ?2) ORDER BY number`,
        after ?? 0,
        limit,
      )
      return rows.flatMap(({ number, line }) => {
        const call = Call.safeParse(JSON.parse(String(line)))
        return call.success ? [{ ...call.data, number: Number(number) }] : []
      })
    },
  }
}
