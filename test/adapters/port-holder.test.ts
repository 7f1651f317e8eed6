/** Naming the program that holds a port, on every system (R05). */
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { holderInLsof, portHolder, processInNetstat } from '#adapters/port-holder.ts'
import { freePort } from '../servers/start-process.ts'

it.runIf(process.platform === 'linux').each(['127.0.0.1', '::1'])(
  'finds a program that listens at %s',
  async (host) => {
    const server = createServer().listen(0, host)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(await portHolder(port)).toMatch(new RegExp(`^\\S.* \\(process ${process.pid}\\)$`))
    server.close()
    await once(server, 'close')
  },
)

it('knows nobody at a free port, and nobody where it cannot look', async () => {
  const port = await freePort()
  expect(await portHolder(port)).toBeUndefined()
  expect(await portHolder(port, 'darwin')).toBeUndefined()
  expect(await portHolder(port, 'win32')).toBeUndefined()
  expect(await portHolder(port, 'aix')).toBeUndefined()
})

it('reads the answer of macOS', () => {
  expect(holderInLsof('p4242\ncCode Helper\nf23\n')).toBe('Code Helper (process 4242)')
  expect(holderInLsof('')).toBeUndefined()
})

it('reads the answer of Windows in any language', () => {
  const netstat = [
    'Aktive Verbindungen',
    '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
    '  TCP    127.0.0.1:128463       0.0.0.0:0              ABHÖREN          1',
    '  TCP    127.0.0.1:28463        127.0.0.1:50000        HERGESTELLT      2',
    '  TCP    127.0.0.1:28463        0.0.0.0:0              ABHÖREN          4242',
  ].join('\r\n')
  expect(processInNetstat(netstat, 28463)).toBe('4242')
  expect(processInNetstat(netstat, 28464)).toBeUndefined()
})

it('does not let a program’s name steer the terminal', () => {
  expect(holderInLsof('p1\nc\u001b[31mevil\u0007\n')).toBe('[31mevil (process 1)')
})
