/** The keeper of grants over the ports of a shell: how the servers of a stored connection are reached, and who can sign in again without a person. */
import { createGrantKeeper } from '#core/grants/grant-keeper.ts'
import type { GrantKeeper } from '#core/grants/grant-keeper.ts'
import type { Grant } from '#core/records.ts'
import { enterpriseToken } from '#core/tokens/enterprise-token.ts'
import { refreshGrant } from '#core/tokens/refresh-grant.ts'
import type { TokenResult } from '#core/tokens/token-answer.ts'
import { workloadToken } from '#core/tokens/workload-token.ts'
import { identityProviderUnattended } from './identity-provider.ts'
import { storedReach } from './parts.ts'
import type { AppPorts } from './parts.ts'
import { assertionIn } from './sign-in-unattended.ts'

export function createKeeper(ports: AppPorts): GrantKeeper {
  const { store } = ports
  const connectionOf = ({ connectionId }: Grant) =>
    store.listConnections().find((each) => each.id === connectionId)
  const reachOf = (grant: Grant) =>
    storedReach(store, grant.connectionId, connectionOf(grant)?.settings ?? {})

  const signInAgain = async (
    grant: Grant,
    signal: AbortSignal,
  ): Promise<TokenResult | undefined> => {
    const connection = connectionOf(grant)
    if (!connection) return undefined
    const { server, registration, dpopKey, resource, scopes } = grant
    const parties = { server, registration, dpopKey, reach: reachOf(grant), resource, scopes }
    switch (grant.grantType) {
      case 'workload': {
        const assertion = await assertionIn(connection.settings.assertionFile, ports)
        return workloadToken({ ...parties, assertion }, ports, signal)
      }
      case 'enterprise': {
        const identityProvider = await identityProviderUnattended(connection, ports)
        return identityProvider && enterpriseToken({ ...parties, identityProvider }, ports, signal)
      }
      default:
        return undefined
    }
  }

  return createGrantKeeper({ ...ports, refresh: refreshGrant({ ...ports, reachOf, signInAgain }) })
}
