/** `aip list`, `show`, `rename`, `remove`. */
import type { Connection } from '#contract/connection.ts'
import { appError } from '#core/app-error.ts'
import { composeApp } from '../compose.ts'
import { createQuestions } from '../questions.ts'
import { table } from '../table.ts'
import type { Output } from '../output.ts'
import type { Verb } from '../verb.ts'
import { receiptText } from './sign-in.ts'
import { plainly } from '../plainly.ts'

export function list(): Verb {
  return async (context) => {
    const app = await composeApp(context)
    try {
      const connections = app.list()
      context.output.result(plainly({ connections }), listText(connections, context.output))
    } finally {
      await app.close()
    }
  }
}

export function show(name: string): Verb {
  return async (context) => {
    const app = await composeApp(context)
    try {
      const connection = app.show(name)
      context.output.result(plainly({ connection }), detailText(connection))
    } finally {
      await app.close()
    }
  }
}

export function rename(name: string, to: string): Verb {
  return async (context) => {
    const app = await composeApp(context)
    try {
      const connection = app.rename(name, to)
      context.output.result(plainly({ connection }), `${name} is now called ${connection.name}.`)
    } finally {
      await app.close()
    }
  }
}

export function remove(name: string, options: { yes?: boolean }): Verb {
  return async (context) => {
    const app = await composeApp(context)
    try {
      app.show(name)
      if (options.yes !== true) await agree(name, context)
      const receipt = await app.remove(name, context.signal)
      context.output.result(
        plainly({ removed: receipt }),
        `${name} is removed.\n${receiptText(receipt, context.output.paint)}`,
      )
    } finally {
      await app.close()
    }
  }
}

/** Removing cannot be undone (the tokens are revoked), so it is asked for. */
async function agree(name: string, context: Parameters<Verb>[0]): Promise<void> {
  const questions = createQuestions(context.host)
  try {
    const answer = await questions.line(
      `Sign out of ${name} and forget it? This cannot be undone. [y/N] `,
      context.signal,
    )
    if (answer !== undefined && /^y(es)?$/i.test(answer.trim())) return
  } finally {
    questions.close()
  }
  throw appError('cancelled', {
    step: 'input',
    whoseTurn: 'you',
    message: `${name} is kept.`,
    next: 'Answer y, or give --yes, to remove it.',
  })
}

function listText(connections: readonly Connection[], { paint }: Output): string {
  if (connections.length === 0) return 'No connections yet. Start with: aip connect <url>'
  const mark = (each: Connection) => (each.status === 'ready' ? paint.good('●') : paint.warn('○'))
  return table(
    ['', 'NAME', 'STATUS', 'ACCOUNT', 'MODE', 'ADDRESS'],
    connections.map((each) => [
      mark(each),
      each.name,
      each.status,
      each.account === '' ? '-' : each.account,
      each.mode,
      each.url,
    ]),
    paint,
  )
}

function detailText(connection: Connection): string {
  const { settings } = connection
  const rows: [string, string | undefined][] = [
    ['Name', connection.name],
    ['Address', connection.url],
    ['Auth mode', connection.mode],
    ['Status', connection.status],
    ['Reason', connection.reason],
    ['Account', connection.account],
    ['Issuer', connection.issuer],
    ['Resource', connection.resource],
    ['Protocol', connection.era],
    ['Grant', settings.grantType],
    ['Scopes asked', settings.scope],
    ['Login host', settings.loginHost],
    ['Headers', settings.headers.join(', ')],
    ['Made', new Date(connection.createdAt).toISOString()],
  ]
  return rows
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name.padEnd(13)} ${value}`)
    .join('\n')
}
