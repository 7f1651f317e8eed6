/** A scripted browser: goes through a login the way a person would, with nothing but the pages it is shown. */

export interface Person {
  /** Typed or chosen where a page asks for an account. */
  readonly account?: string
  readonly password?: string
  /** `deny` presses the button that says no. */
  readonly decision?: 'allow' | 'deny'
  /** Addresses that begin so are not opened, as when the browser runs on another machine than the app. */
  readonly endsAt?: string
}

interface Page {
  readonly url: string
  readonly status: number
  readonly html: string
}

/** Where the walk ended: the page without a form that came last. */
export type LastPage = Page

const mostSteps = 20

/**
 * Opens `url`, follows redirects, keeps cookies, fills in and submits each form it meets, and stops at the first page without one: the
 * application's callback. Throws when a page answers with an error, saying what it said.
 */
export async function approveLikeAPerson(
  url: string,
  person: Person = {},
  signal: AbortSignal = AbortSignal.timeout(20_000),
): Promise<LastPage> {
  const cookies = new Map<string, Map<string, string>>()
  let next: { url: string; form?: URLSearchParams } = { url }
  for (let step = 0; step < mostSteps; step += 1) {
    const answer = await open(next.url, next.form, cookies, signal)
    if ('location' in answer) {
      const { location } = answer
      if (person.endsAt !== undefined && location.startsWith(person.endsAt)) {
        return { url: location, status: 0, html: '' }
      }
      next = { url: answer.location }
      continue
    }
    if (answer.status >= 400) throw new Error(`${answer.status} ${answer.url}: ${said(answer)}`)
    const form = fillIn(answer, person)
    if (!form) return answer
    next = form
  }
  throw new Error(`No end after ${mostSteps} pages; the last address was ${next.url}`)
}

async function open(
  url: string,
  form: URLSearchParams | undefined,
  cookies: Map<string, Map<string, string>>,
  signal: AbortSignal,
): Promise<Page | { location: string }> {
  const { host } = new URL(url)
  const jar = cookies.get(host) ?? new Map<string, string>()
  cookies.set(host, jar)
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(url, {
    method: form ? 'POST' : 'GET',
    body: form ?? null,
    headers: { accept: 'text/html', ...(cookie && { cookie }) },
    redirect: 'manual',
    signal,
  })
  for (const each of response.headers.getSetCookie()) keepCookie(jar, each)
  const location = response.headers.get('location')
  const html = await response.text()
  if (location !== null) return { location: new URL(location, url).href }
  return { url, status: response.status, html }
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const [name = '', ...value] = pair.trim().split('=')
  const expires = attributes.map((each) => /^\s*expires=(.*)$/i.exec(each)?.[1]).find(Boolean)
  const gone = expires !== undefined && Date.parse(expires) <= Date.now()
  if (gone || attributes.some((each) => /^\s*max-age=0$/i.test(each))) jar.delete(name)
  else jar.set(name, value.join('='))
}

function fillIn(page: Page, person: Person): { url: string; form: URLSearchParams } | undefined {
  const found = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(page.html)
  if (!found) return undefined
  const [, formTag = '', body = ''] = found
  const form = new URLSearchParams()
  for (const [tag] of body.matchAll(/<input\b[^>]*>/gi)) {
    const name = attribute(tag, 'name')
    if (name !== undefined) form.set(name, attribute(tag, 'value') ?? typed(tag, person))
  }
  for (const [, tag = '', options = ''] of body.matchAll(
    /<select\b([^>]*)>([\s\S]*?)<\/select>/gi,
  )) {
    form.set(attribute(tag, 'name') ?? '', person.account ?? firstChoice(options))
  }
  const button = chooseButton(body, person.decision ?? 'allow')
  const name = button && attribute(button, 'name')
  if (button && name !== undefined) form.set(name, attribute(button, 'value') ?? '')
  return { url: new URL(attribute(formTag, 'action') ?? page.url, page.url).href, form }
}

/** What a person types into an empty field. */
function typed(tag: string, person: Person): string {
  const secret = attribute(tag, 'type') === 'password'
  return secret ? (person.password ?? 'password') : (person.account ?? 'ada@example.com')
}

function firstChoice(options: string): string {
  const tags = [...options.matchAll(/<option\b[^>]*>/gi)].map(([tag]) => tag)
  const chosen = tags.find((tag) => /\bselected\b/.test(tag)) ?? tags[0] ?? ''
  return attribute(chosen, 'value') ?? ''
}

function chooseButton(body: string, decision: 'allow' | 'deny'): string | undefined {
  const buttons = [...body.matchAll(/<button\b[^>]*>/gi)].map(([tag]) => tag)
  return buttons.find((tag) => attribute(tag, 'value') === decision) ?? buttons[0]
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag)
  const value = found?.[1] ?? found?.[2] ?? found?.[3]
  return value === undefined ? undefined : unescape(value)
}

function unescape(text: string): string {
  const names: Record<string, string> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    '#39': "'",
    '#x27': "'",
  }
  return text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name: string) => names[name] ?? '')
}

function said(page: Page): string {
  return page.html
    .replace(/<title\b[\s\S]*?<\/title>|<style\b[\s\S]*?<\/style>|<[^>]*>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)
}
