/** Calls one of this machine's own connections over the relay's public side, over this machine's network layer, and says how far it came. */
import type { Fetch, Http } from '#core/ports.ts'
import type { ProbeTunnel, Probed } from '#core/tunnel/ports.ts'
import { proofMaker } from '#tunnel/agent/carrier/proof.ts'
import { FailureBody, failureHeader } from '#tunnel/protocol/failure.ts'
import { NonceAnswer, noncePath } from '#tunnel/protocol/handshake.ts'
import { probeBody, probeHeader } from '#tunnel/protocol/probe.ts'

/** A failure's body is a few hundred bytes. */
const mostBytes = 16_384

/** Throws the problems of the network layer: then the relay itself was not reached. */
export function probeTunnel(http: Pick<Http, 'fetchWithin'>): ProbeTunnel {
  const ask = http.fetchWithin({ zone: 'person', limits: 'machine' })
  return async ({ relay, identity, publicUrl }, signal) => {
    const nonce = await askNonce(ask, new URL(noncePath, relay).href, signal)
    if (nonce === undefined) return { status: 'stranger', address: relay }
    const { origin, pathname } = new URL(publicUrl)
    const session = decodeURIComponent(pathname.split('/').at(-1) ?? '')
    const response = await ask(publicUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...proofMaker(identity)({ relay: origin, role: 'probe', session, nonce }),
      },
      body: probeBody,
      signal,
    })
    return probedIn(response, publicUrl)
  }
}

async function askNonce(
  ask: Fetch,
  address: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const response = await ask(address, { signal })
  const answer = NonceAnswer.safeParse(jsonIn(await beginningOf(response)))
  return response.ok && answer.success ? answer.data.nonce : undefined
}

async function probedIn(response: Response, address: string): Promise<Probed> {
  const httpStatus = response.status
  if (!response.headers.has(failureHeader)) {
    // That there is an answer is enough; an event stream would not even end.
    await response.body?.cancel()
    const carried = response.headers.has(probeHeader)
    return carried ? { status: 'answered', httpStatus } : { status: 'stranger', address }
  }
  const body = FailureBody.safeParse(jsonIn(await beginningOf(response)))
  if (!body.success) return { status: 'stranger', address }
  const { origin, code, message, next = '' } = body.data.error
  return { status: 'failed', origin, code, message, next }
}

async function beginningOf(response: Response): Promise<string> {
  const text = await response.text()
  return text.slice(0, mostBytes)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: no schema accepts it.
    return undefined
  }
}
