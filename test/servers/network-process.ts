/** Starts what one test wants to have in a network of its own, says `ready`, and runs until it is ended. The one argument is JSON. */
import { readFileSync } from 'node:fs'
import { startCompanyServers } from './company-servers.ts'
import { startGuestPortal } from './guest-portal.ts'
import { startNameServer } from './name-server.ts'
import type { NameServerHabit } from './name-server.ts'
import { startPlainEndpoint } from './plain-endpoint.ts'

/** Certificates are named by their files: arguments are short. */
export interface NetworkParts {
  readonly company?: {
    readonly serverName: string
    readonly loginName: string
    readonly certFile: string
    readonly keyFile: string
    readonly addresses: readonly string[]
  }
  readonly portal?: {
    readonly certFile: string
    readonly keyFile: string
    readonly addresses: readonly string[]
  }
  readonly plain?: { readonly addresses: readonly string[]; readonly port: number }
  readonly nameServer?: { readonly address: string; readonly habit: NameServerHabit }
}

const parts = JSON.parse(process.argv[2] ?? '{}') as NetworkParts
const pairOf = (files: { readonly certFile: string; readonly keyFile: string }) => ({
  cert: readFileSync(files.certFile, 'utf8'),
  key: readFileSync(files.keyFile, 'utf8'),
})

const { company, portal, plain, nameServer } = parts
if (company) await startCompanyServers({ ...company, ...pairOf(company) })
if (portal) await startGuestPortal(pairOf(portal), portal.addresses)
if (plain) await startPlainEndpoint(plain.addresses, plain.port)
if (nameServer) await startNameServer(nameServer.address, nameServer.habit)
process.stdout.write('ready\n')
