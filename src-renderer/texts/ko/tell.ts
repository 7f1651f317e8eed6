/** Korean: every sentence the app says by itself. */
import { createTeller } from '../tell.ts'
import { fillKorean } from './particle.ts'
import { problemWords } from './problems.ts'
import { sayings } from './sayings/all.ts'

export const { tell, tellSaying } = createTeller({ sayings, problemWords, fill: fillKorean })
