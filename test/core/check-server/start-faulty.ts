/** A faulty server that stops when the test ends. */
import { onTestFinished } from 'vitest'
import { startFaultyServer, type Fault } from '../../servers/faulty-server.ts'

/** Resolves with the address of the endpoint. */
export async function startFaulty(fault: Fault = (_, right) => right()): Promise<string> {
  const server = await startFaultyServer(fault)
  onTestFinished(() => server.close())
  return server.url
}
