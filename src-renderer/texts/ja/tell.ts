/** Japanese: every sentence the app says by itself. */
import { createTeller, fillPlainly } from '../tell.ts'
import { problemWords } from './problems.ts'
import { sayings } from './sayings/all.ts'

export const { tell, tellSaying } = createTeller({ sayings, problemWords, fill: fillPlainly })
