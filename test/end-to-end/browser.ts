/** Stands in for browser and person: gets the sign-in address as its last argument, notes it, and goes through the pages. */
import { appendFileSync } from 'node:fs'
import { approveLikeAPerson } from '../../src-main/sample-servers/approve-like-a-person.ts'

const address = process.argv.at(-1) ?? ''
const { BROWSER_TABS: tabs, BROWSER_ACCOUNT: account, BROWSER_DECISION: decision } = process.env
if (tabs) appendFileSync(tabs, address + '\n')
// A page that says no is where a person would stop, too.
await approveLikeAPerson(address, {
  ...(account && { account }),
  decision: decision === 'deny' ? 'deny' : 'allow',
}).catch(() => undefined)
