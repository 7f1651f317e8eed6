/** A probe: a machine calls a connection of its own over the relay's public side, to see that every hop on the way answers. */
import { z } from 'zod'
import { Handshake } from './handshake.ts'

/**
 * Headers of a probe, in place of an access key. What is signed is `proofText` with the origin of the public address, the role `probe`, and
 * the connection's name where the others have a session: the proof is good for one request to one connection.
 */
export const ProbeProof = Handshake.omit({ 'aip-session': true }).extend({
  'aip-role': z.literal('probe'),
})
export type ProbeProof = z.infer<typeof ProbeProof>

/** All that a probe may ask. Whatever the MCP server answers shows that the call came to it and an answer back. */
export const probeBody = '{"jsonrpc":"2.0","id":"aip-probe","method":"ping"}'

/** On every answer to a probe that was let in: what else answers at the address does not know it. */
export const probeHeader = 'aip-probe'

/** Stands for the name of an access key. */
export const probeCaller = 'aip doctor'
