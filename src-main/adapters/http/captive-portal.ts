/** Finds out whether the network itself answers in place of others, as guest networks do until somebody has signed in to them. */
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { ProblemCode } from '#contract/problem.ts'
import { appError } from '#core/app-error.ts'
import type { AppError } from '#core/app-error.ts'
import { bareHostname, isLoopback } from './proxy-choice.ts'
import type { Lookup } from './resolve.ts'
import { say } from '#core/say.ts'

/** How the network gave itself away. */
export type Portal =
  /** Its name server leads a name that cannot exist to the same place as the name asked for. */
  | { readonly by: 'names' }
  /** It answers at an address nobody has; `page` is where it sends browsers, empty when it shows a page right there. */
  | { readonly by: 'answer'; readonly page: string }

/** Looks for a portal between here and `hostname`; within about a second, and never rejects. */
export type FindPortal = (hostname: string) => Promise<Portal | undefined>

/** RFC 5737 and RFC 3849: addresses for documentation. Nobody has them, so nothing but the network in between can answer there. */
const nobodysAddresses = ['198.51.100.7', '2001:db8::7']
const waitMs = 1_000
const rememberMs = 10_000

/**
 * Asks nobody but the network itself: one look-up of a name that cannot exist (RFC 6761 §6.4) and one request, without anything of ours in it, to
 * addresses nobody has.
 */
export function createFindPortal(lookup: Lookup): FindPortal {
  let asked: { readonly until: number; readonly portal: Promise<Portal | undefined> } | undefined
  const answering = (): Promise<Portal | undefined> => {
    if (asked && asked.until > performance.now()) return asked.portal
    const portal = firstOf(nobodysAddresses.map(askNobody))
    asked = { until: performance.now() + rememberMs, portal }
    return portal
  }
  return async (hostname) => (await inventsNames(hostname, lookup)) ?? (await answering())
}

const maskable: readonly ProblemCode[] = [
  'certificate-untrusted',
  'certificate-wrong-host',
  'certificate-expired',
  'certificate-chain-incomplete',
  'tls-failed',
  'connection-refused',
  'unreachable',
  'timed-out',
  'name-lookup-failed',
]

/**
 * `problem` of a connection that could not be opened, or the portal's when that is the reason for it. With a `proxy` the portal stands before the
 * proxy: what fails behind it is no network's doing.
 */
export async function orPortal(
  problem: AppError,
  url: URL,
  findPortal: FindPortal,
  proxy: URL | undefined,
): Promise<AppError> {
  const { code } = problem.problem
  const next = proxy ?? url
  // A public name that leads into a private network is a portal only if every name does.
  const crossed = code === 'zone-crossed'
  const masked = proxy ? code === 'proxy-failed' : crossed || maskable.includes(code)
  if (!masked || isLoopback(next)) return problem
  const portal = await findPortal(bareHostname(next))
  if (!portal || (crossed && portal.by !== 'names')) return problem
  return captivePortal(url, portal, problem)
}

/** Throws when an answer is a portal's and not the server's: plain http can be answered by anybody in between. */
export async function refusePortal(
  url: URL,
  answer: { readonly status: number; readonly headers: Pick<Headers, 'get'> },
  findPortal: FindPortal,
): Promise<void> {
  // RFC 6585 §6: never from a server, always from what stands in front of it.
  if (answer.status === 511) throw captivePortal(url, { by: 'answer', page: '' })
  if (url.protocol !== 'http:' || isLoopback(url)) return
  const location = answer.headers.get('location')
  const type = answer.headers.get('content-type') ?? ''
  if (!pageOf({ status: answer.status, location, type }, url)) return
  const portal = await findPortal(bareHostname(url))
  if (portal) throw captivePortal(url, portal)
}

function captivePortal(url: URL, portal: Portal, cause?: AppError): AppError {
  const page = portal.by === 'answer' ? portal.page : ''
  return appError('captive-portal', {
    step: 'network',
    whoseTurn: 'you',
    message: say('network.captive', { host: url.host }),
    next: say('network.captive.next'),
    details: {
      address: url.origin + url.pathname,
      ...(page !== '' && { page }),
      ...(cause && { insteadOf: cause.problem.message }),
    },
    cause,
  })
}

async function inventsNames(hostname: string, lookup: Lookup): Promise<Portal | undefined> {
  if (isIP(hostname) !== 0) return undefined
  const noName = `${randomBytes(8).toString('hex')}.invalid`
  const [real, invented] = await Promise.all([
    addressesWithin(lookup(hostname)),
    addressesWithin(lookup(noName)),
  ])
  return invented.some((each) => real.includes(each)) ? { by: 'names' } : undefined
}

/** No addresses is an answer, too: names that are not known, and name servers that are slow. */
function addressesWithin(work: ReturnType<Lookup>): Promise<string[]> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve([]), waitMs)
    work
      .then(
        (all) => resolve(all.map(({ address }) => address)),
        () => resolve([]),
      )
      .finally(() => clearTimeout(late))
  })
}

function askNobody(address: string): Promise<Portal | undefined> {
  const host = isIP(address) === 6 ? `[${address}]` : address
  return new Promise((resolve) => {
    const asking = request({ host: address, port: 80, path: '/', headers: { host }, agent: false })
    const finish = (portal?: Portal) => {
      clearTimeout(late)
      resolve(portal)
      asking.destroy()
    }
    const late = setTimeout(finish, waitMs)
    // Also after the end: a socket given up may still fail.
    asking.on('error', () => finish())
    asking.once('response', (answer) => finish(portalIn(answer, new URL(`http://${host}/`))))
    asking.end()
  })
}

function portalIn({ statusCode = 0, headers }: IncomingMessage, asked: URL): Portal | undefined {
  if (statusCode === 511) return { by: 'answer', page: '' }
  const { location = null, 'content-type': type = '' } = headers
  return pageOf({ status: statusCode, location, type }, asked)
}

/** What sends a browser elsewhere or shows it a page; a refusal of a firewall (403, 503) does neither. */
function pageOf(
  answer: { readonly status: number; readonly location: string | null; readonly type: string },
  asked: URL,
): Extract<Portal, { by: 'answer' }> | undefined {
  const { status, location, type } = answer
  if (status === 200) return /^text\/html/i.test(type) ? { by: 'answer', page: '' } : undefined
  if (location === null || ![301, 302, 303, 307, 308].includes(status)) return undefined
  const page = URL.canParse(location, asked) ? new URL(location, asked) : undefined
  // Its query names this computer or a session; the place is enough.
  return page && { by: 'answer', page: page.origin + page.pathname }
}

async function firstOf(all: readonly Promise<Portal | undefined>[]): Promise<Portal | undefined> {
  return new Promise((resolve) => {
    for (const each of all) void each.then((portal) => portal && resolve(portal))
    void Promise.all(all).then(() => resolve(undefined))
  })
}
