/** A name server with bad habits (RFC 1035): it says the same to every question, or nothing. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv4 } from 'node:net'

/** An IPv4 address is the answer for every name; `silent` answers nobody. */
export type NameServerHabit = 'servfail' | 'nxdomain' | 'silent' | `${number}.${string}`

const codes: Readonly<Record<string, number>> = { servfail: 2, nxdomain: 3 }

/** Listens at port 53 of `address`. */
export async function startNameServer(
  address: string,
  habit: NameServerHabit,
): Promise<{ close(): void }> {
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    if (habit === 'silent') return
    socket.send(answerTo(question, habit), from.port, from.address)
  })
  socket.bind(53, address)
  await once(socket, 'listening')
  return { close: () => void socket.close() }
}

function answerTo(question: Buffer, habit: NameServerHabit): Buffer {
  const end = question.indexOf(0, 12) + 5
  const asked = question.subarray(0, end)
  const wantsIPv4 = question.readUInt16BE(end - 4) === 1
  const record = isIPv4(habit) && wantsIPv4 ? addressRecord(habit) : Buffer.alloc(0)
  const answer = Buffer.concat([asked, record])
  // A response, recursion available, with the code of the habit.
  answer.writeUInt16BE(0x8180 | (codes[habit] ?? 0), 2)
  answer.writeUInt16BE(record.length > 0 ? 1 : 0, 6)
  answer.writeUInt16BE(0, 8)
  answer.writeUInt16BE(0, 10)
  return answer
}

/** The name asked for (a pointer to it), type A, class IN, ten seconds. */
function addressRecord(address: string): Buffer {
  const head = Buffer.from('c00c000100010000000a0004', 'hex')
  return Buffer.concat([head, Buffer.from(address.split('.').map(Number))])
}
