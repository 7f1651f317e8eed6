/** A sentence of the app as data: a stable code and the facts that go into it, so that a window can say it in any language. */
import { z } from 'zod'
import { sayings, type SayingCode } from './sayings/all.ts'

/** A fact is a value (an address, a name, the server's own words) or another sentence that stands inside this one. */
export interface Saying {
  readonly code: SayingCode
  readonly facts?: Readonly<Record<string, string | Saying>> | undefined
}

const isCode = (text: string): boolean => Object.hasOwn(sayings, text)

export const Saying: z.ZodType<Saying> = z.lazy(() =>
  z.object({
    code: z.custom<SayingCode>((value) => typeof value === 'string' && isCode(value)),
    facts: z.record(z.string(), z.union([z.string(), Saying])).optional(),
  }),
)

/** Beside a text in English: the same as a saying. Absent for words of others, and for what another version of the app wrote down. */
export const Says = Saying.optional().catch(undefined)

/** A text of the app in English, with its saying. Without one it is somebody else's words. */
export const Sentence = z.object({ english: z.string(), says: Says })
export type Sentence = z.infer<typeof Sentence>
