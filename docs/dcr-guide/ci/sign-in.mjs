/**
 * A browser for build systems: gets the sign-in address as its last argument, signs in at the sample server, and follows the redirect to
 * the callback. Put your own login in its place; a test account that needs no second factor is enough.
 *
 *   BROWSER="node sign-in.mjs" aip check-server http://127.0.0.1:8080/mcp --yes --sign-in
 */
const address = process.argv.at(-1)
const person = {
  account: process.env.TEST_ACCOUNT ?? 'ada@example.com',
  password: process.env.TEST_PASSWORD ?? 'password',
}

const page = await fetch(address)
if (!page.ok) throw new Error(`The login page answered ${page.status}.`)
const form = new URLSearchParams({
  request: new URL(address).search.slice(1),
  ...person,
  decision: 'allow',
})
const answer = await fetch(new URL('/authorize', address), {
  method: 'POST',
  body: form,
  redirect: 'manual',
})
const callback = answer.headers.get('location')
if (callback === null) throw new Error(`Signing in answered ${answer.status}.`)
await fetch(callback)
