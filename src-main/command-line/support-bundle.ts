/** A report for support: exactly the text that is shown before it is written, without secrets, accounts and home folders. */
import { writeFile } from 'node:fs/promises'
import { forOthers } from '#adapters/for-others.ts'
import { appError } from '#core/app-error.ts'
import type { DoctorPorts } from '#core/doctor/deps.ts'
import type { Examined } from '#core/doctor/examine.ts'
import { supportReport } from '#core/doctor/support-report.ts'
import { createQuestions } from './questions.ts'
import type { VerbContext } from './verb.ts'

export function bundleText(
  examined: Examined,
  { machine, stored, clock }: DoctorPorts,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const connections = stored.status === 'open' ? stored.parts.store.listConnections() : []
  return forOthers(supportReport(examined, { machine, connections, at: clock.now(), environment }))
}

/** Shows `text`, asks, and writes it to a new file that only this user may read. */
export async function writeBundle(
  file: string,
  text: string,
  { host, output, signal }: VerbContext,
  yes: boolean,
): Promise<void> {
  output.note(`This is written to ${file}, and nothing else:\n\n${text}`)
  if (!yes && !(await agrees(file, { host, signal }))) {
    throw appError('cancelled', {
      step: 'input',
      whoseTurn: 'you',
      message: 'The report was not written.',
      next: 'Answer y, or give --yes, to write it.',
    })
  }
  try {
    await writeFile(file, text, { mode: 0o600, flag: 'wx' })
  } catch (cause) {
    throw appError('bad-usage', {
      step: 'input',
      whoseTurn: 'you',
      message: `The file ${file} could not be written.`,
      next: 'Choose a file that does not exist yet, in a folder you may write to.',
      cause,
    })
  }
  output.note(`Written to ${file}.`)
}

async function agrees(
  file: string,
  { host, signal }: Pick<VerbContext, 'host' | 'signal'>,
): Promise<boolean> {
  const questions = createQuestions(host)
  try {
    const answer = await questions.line(`Write this to ${file}? [y/N] `, signal)
    return answer !== undefined && /^y(es)?$/i.test(answer.trim())
  } finally {
    questions.close()
  }
}
