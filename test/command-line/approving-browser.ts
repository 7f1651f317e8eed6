/** A browser for `BROWSER`: signs in and agrees, as a person would who knows the password. */
import { approveLikeAPerson } from '../../src-main/sample-servers/approve-like-a-person.ts'

await approveLikeAPerson(process.argv.at(-1) ?? '')
