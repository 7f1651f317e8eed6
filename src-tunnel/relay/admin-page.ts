/** The administrators' page: one file that loads nothing; the admin key is kept in the page's memory alone. */
import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { adminScript } from './admin-page-script.ts'
import { adminStyle } from './admin-page-style.ts'

/** Sends the page. Its script and style carry a nonce of this answer; nothing else may run, load, frame or be sent anywhere. */
export function sendAdminPage(response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64')
  const body = page(nonce)
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      `style-src 'nonce-${nonce}'`,
      "connect-src 'self'",
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    // A page from behind a tunnel shares this origin; it may open this one, but gets no hold of it.
    'cross-origin-opener-policy': 'same-origin',
  })
  response.end(body)
}

function page(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Relay</title>
<style nonce="${nonce}">${adminStyle}</style>
</head>
<body>
<main>
<h1>Relay</h1>
<form id="enter">
<label for="key">Admin key</label>
<input id="key" type="password" autocomplete="off" required>
<button>Open</button>
</form>
<p id="said" role="status"></p>
<div id="inside" hidden>
<section aria-labelledby="tunnels-title">
<h2 id="tunnels-title">Tunnels</h2>
<table><thead><tr><th>Tunnel<th>Kind<th>Connected<th>Callers from<th>Address<th><span class="quiet">Actions</span></tr></thead><tbody id="tunnels"></tbody></table>
<form id="create">
<label for="alias">New tunnel</label>
<input id="alias" pattern="[a-z0-9][a-z0-9\\-]{1,38}[a-z0-9]" required>
<label><input id="organization" type="checkbox"> several machines</label>
<button>Create</button>
</form>
</section>
<section aria-labelledby="keys-title">
<h2 id="keys-title">Access keys</h2>
<table><thead><tr><th>Tunnel<th>Name<th>Made<th>Ends<th><span class="quiet">Actions</span></tr></thead><tbody id="keys"></tbody></table>
</section>
<section aria-labelledby="devices-title">
<h2 id="devices-title">Machines</h2>
<table><thead><tr><th>Name<th>Tunnel<th>System<th>Version<th>State<th>Address<th>Round trip<th>Exposes<th><span class="quiet">Actions</span></tr></thead><tbody id="devices"></tbody></table>
</section>
<section aria-labelledby="relay-title">
<h2 id="relay-title">This relay</h2>
<button id="drain" type="button">Drain and stop</button>
</section>
</div>
</main>
<script nonce="${nonce}">${adminScript}</script>
</body>
</html>
`
}
