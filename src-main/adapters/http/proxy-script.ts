/** Proxy auto-configuration (PAC): asks the company's script which proxy leads to an address. The script runs in a sandbox and sees nothing of this computer. */
import { readFile } from 'node:fs/promises'
import { appError } from '#core/app-error.ts'
import { say } from '#core/say.ts'

/** The proxy for an address, or undefined: directly. */
export type FindProxy = (url: URL) => Promise<URL | undefined>

const loadSeconds = 10
const sizeLimit = 1024 * 1024
const rememberMs = 300_000

/**
 * Finds proxies by the script at `address` (a web address or a file). It is loaded with the first question, and only the origin of an address is told to
 * it, as browsers do. Throws `proxy-failed` when the script cannot be had or does not work.
 */
export function proxyByScript(address: string): FindProxy {
  let script: Promise<(url: URL) => Promise<string>> | undefined
  const answers = new Map<string, { readonly until: number; readonly proxy: URL | undefined }>()
  return async (url) => {
    const known = answers.get(url.origin)
    if (known && known.until > Date.now()) return known.proxy
    try {
      script ??= load(address)
      const find = await script
      const proxy = firstUsable(await find(new URL('/', url)))
      answers.set(url.origin, { until: Date.now() + rememberMs, proxy })
      return proxy
    } catch (cause) {
      script = undefined
      throw scriptFailed(address, cause)
    }
  }
}

async function load(address: string): Promise<(url: URL) => Promise<string>> {
  const text = await textAt(address)
  const [{ QuickJS }, { createPacResolver }] = await Promise.all([
    import('quickjs-wasi'),
    import('pac-resolver'),
  ])
  return createPacResolver(await QuickJS.create(), text)
}

async function textAt(address: string): Promise<string> {
  if (!/^https?:/i.test(address)) {
    return readFile(address.startsWith('file:') ? new URL(address) : address, 'utf8')
  }
  const { request } = await import('undici')
  const signal = AbortSignal.timeout(loadSeconds * 1000)
  const { statusCode, body } = await request(address, { signal })
  if (statusCode !== 200) throw new Error(`its address answers ${statusCode}`)
  let text = ''
  for await (const chunk of body.setEncoding('utf8')) {
    text += String(chunk)
    if (text.length > sizeLimit) throw new Error('it is longer than 1 MB')
  }
  return text
}

/** `PROXY a:1; HTTPS b:2; DIRECT`: the first one this app can use; SOCKS it cannot. */
function firstUsable(answer: string): URL | undefined {
  for (const choice of answer.split(';').map((each) => each.trim())) {
    if (/^direct$/i.test(choice)) return undefined
    const match = /^(proxy|http|https)\s+(\S+)$/i.exec(choice)
    const scheme = match?.[1]?.toLowerCase() === 'https' ? 'https' : 'http'
    const text = `${scheme}://${match?.[2] ?? ''}`
    if (match && URL.canParse(text)) return new URL(text)
  }
  if (answer.trim() === '') return undefined
  throw new Error(`it names nothing this app can use: ${answer.slice(0, 200)}`)
}

function scriptFailed(address: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return appError('proxy-failed', {
    step: 'network',
    whoseTurn: 'it',
    message: say('network.proxy-script'),
    next: say('network.proxy-script.next'),
    details: { script: address, reason },
    cause,
  })
}
