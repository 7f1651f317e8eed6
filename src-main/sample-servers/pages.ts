/** The pages a sample authorization server shows to people: the login form and a plain notice. */

export interface LoginPage {
  readonly title: string
  readonly clientName: string
  readonly scopes: readonly string[]
  readonly accounts: readonly string[]
  /** The account chosen beforehand, when the request named one. */
  readonly chosen: string
  /** The authorization request as it came, sent back with the form. */
  readonly request: string
}

/** A form with an account to choose and two buttons. */
export function loginPage(page: LoginPage): Response {
  const options = page.accounts.map(
    (each) =>
      `<option value="${escape(each)}"${each === page.chosen ? ' selected' : ''}>${escape(each)}</option>`,
  )
  return html(
    200,
    page.title,
    `<p><strong>${escape(page.clientName)}</strong> asks to use ${escape(page.title)} for you
      (${escape(page.scopes.join(', ') || 'no special permissions')}).</p>
    <form method="post">
      <input type="hidden" name="request" value="${escape(page.request)}">
      <p><label>Account <select name="account">${options.join('')}</select></label></p>
      <p><button name="decision" value="allow">Sign in and allow</button>
      <button name="decision" value="deny">Deny</button></p>
    </form>`,
  )
}

/** A page that says why it goes no further. Shown instead of a redirect when the redirect address cannot be trusted. */
export function noticePage(title: string, message: string): Response {
  return html(400, title, `<p>${escape(message)}</p>`)
}

function html(status: number, title: string, body: string): Response {
  return new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escape(title)}</title>
    <body><h1>${escape(title)}</h1>${body}</body></html>`,
    {
      status,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      },
    },
  )
}

function escape(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (each) => names[each] ?? each)
}
