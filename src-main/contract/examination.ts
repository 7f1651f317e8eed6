/** An examination by the doctor as the window sees it: the checks as they come, and how it ended. */
import { z } from 'zod'
import { Check } from './check.ts'
import { Problem } from './problem.ts'

/** What is looked at: this computer alone, an address, or a stored connection; the last two with this computer. */
export const ExaminationSubject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('machine') }),
  z.object({ kind: z.literal('address'), url: z.string().min(1).max(8192) }),
  z.object({ kind: z.literal('connection'), connectionId: z.string().min(1).max(200) }),
])
export type ExaminationSubject = z.infer<typeof ExaminationSubject>

/** One at a time: a new one takes the place of the last. `at`: when it was over, milliseconds since 1970. */
export const ExaminationView = z.discriminatedUnion('status', [
  z.object({ status: z.literal('none') }),
  z.object({ status: z.literal('running'), subject: ExaminationSubject, checks: z.array(Check) }),
  z.object({
    status: z.enum(['done', 'cancelled']),
    subject: ExaminationSubject,
    checks: z.array(Check),
    at: z.number(),
  }),
  /** It could not be carried out; what is wrong with the subject is a check, and no problem. */
  z.object({ status: z.literal('failed'), subject: ExaminationSubject, problem: Problem }),
])
export type ExaminationView = z.infer<typeof ExaminationView>
