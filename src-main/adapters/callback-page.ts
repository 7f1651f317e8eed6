/** The small page a browser shows at the end of a sign-in: self-contained, no scripts, nothing from the request. */
import { createHash } from 'node:crypto'

export type PageKind = 'arrived' | 'refused' | 'unexpected'

const texts: Readonly<Record<PageKind, { title: string; text: string; mark: string }>> = {
  arrived: {
    title: 'You can close this window',
    text: 'Your sign-in has arrived. AIP Desktop does the rest.',
    mark: '✓',
  },
  refused: {
    title: 'The sign-in was not completed',
    text: 'You can close this window. AIP Desktop tells what happened and what to do.',
    mark: '!',
  },
  unexpected: {
    title: 'Nothing to do here',
    text: 'AIP Desktop is not waiting for this sign-in; it may be an old one. Go back to AIP Desktop and start it again.',
    mark: '?',
  },
}

const style = `
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f5f6f8; color: #1b1f27;
  font: 17px/1.5 system-ui, sans-serif }
main { max-width: 26rem; margin: 1.5rem; padding: 2.5rem; text-align: center; background: #fff; border-radius: 16px;
  box-shadow: 0 8px 32px #10182818 }
.mark { width: 3.5rem; height: 3.5rem; margin: 0 auto 1.25rem; display: grid; place-items: center; border-radius: 50%;
  font-size: 1.75rem; font-weight: 700; color: #fff; background: #a15c00 }
.arrived { background: #15803d }
h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.25 }
p { margin: 0; color: #4a5263 }
@media (prefers-color-scheme: dark) {
  body { background: #12151b; color: #edf0f5 }
  main { background: #1c212b; box-shadow: none }
  p { color: #b3bccb }
}`

/** The page for one outcome. */
export function callbackPage(kind: PageKind): string {
  const { title, text, mark } = texts[kind]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · AIP Desktop</title>
<style>${style}</style>
</head>
<body>
<main>
<div class="mark ${kind}" aria-hidden="true">${mark}</div>
<h1>${title}</h1>
<p>${text}</p>
</main>
</body>
</html>
`
}

/** Headers of every answer: nothing is kept, framed, run or told to others. */
export function pageHeaders(): Record<string, string> {
  const hash = createHash('sha256').update(style).digest('base64')
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  }
}
