/** Providers of the field (their habits as small servers): a connection that works, or a problem that says whose turn it is and what to do. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createNamedFiles } from '#adapters/named-files.ts'
import { ConnectionSettings } from '#contract/connection.ts'
import { isProblem } from '#core/app-error.ts'
import { createApp } from '#core/app/create-app.ts'
import { approveLikeAPerson } from '../../../src-main/sample-servers/approve-like-a-person.ts'
import { silent } from '../../adapters/store/private-folder.ts'
import { startFaultyServer } from '../../servers/faulty-server.ts'
import { byHandVendors } from '../../servers/vendors/by-hand.ts'
import { selfRegisteringVendors } from '../../servers/vendors/by-itself.ts'
import { appMadeByHand } from '../../servers/vendors/vendor.ts'
import type { Vendor } from '../../servers/vendors/vendor.ts'
import { journey } from '../journey.ts'
import { noCommands } from '../no-commands.ts'

const { signal } = new AbortController()

/** The person has half a minute where it works, and some seconds where nothing will ever come back (the test's clock runs faster). */
const patience = { works: 600_000, fails: 60_000 }

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/troubleshooting.md'), 'utf8')

/** What the page says under a title; empty when there is no such section. */
function sectionOf(title: string): string {
  const [, behind = ''] = page.split(`\n### ${title}\n`)
  return behind.split('\n### ', 1)[0] ?? ''
}

async function meet(vendor: Vendor) {
  const server = await startFaultyServer(vendor.fault, vendor.server)
  onTestFinished(() => server.close())
  const ports = await journey({
    browser: (url) => approveLikeAPerson(url),
    ...(vendor.byHand && { client: appMadeByHand }),
  })
  const app = createApp({
    ...ports,
    commandFetch: noCommands,
    files: createNamedFiles(),
    log: silent,
    version: 'test',
  })
  const request = {
    url: server.url,
    name: 'work',
    settings: ConnectionSettings.parse(vendor.settings ?? {}),
    headers: {},
    patienceMs: vendor.ends === 'works' ? patience.works : patience.fails,
  }
  const connected = app.connect(request, ports.guide, signal)
  return { app, ports, outcome: await connected.catch((error: unknown) => error) }
}

function notesOf(told: readonly { type: string }[]): string[] {
  return told.flatMap((event) =>
    event.type === 'note' ? [(event as unknown as { note: { code: string } }).note.code] : [],
  )
}

describe.each([
  ['an app made by hand', byHandVendors],
  ['an app that registers itself', selfRegisteringVendors],
] as const)('with %s', (_kind, vendors) => {
  it.each(vendors.map((vendor) => [vendor.name, vendor] as const))('%s', async (_name, vendor) => {
    const { app, ports, outcome } = await meet(vendor)
    const { guide, told, opened } = ports
    if (vendor.ends === 'works') {
      expect(outcome).toMatchObject({ connection: { status: 'ready' } })
      const sum = await app.call('work', 'add', { a: 2, b: 40 }, guide, signal)
      expect(JSON.stringify(sum)).toContain('42')
      const refreshed = await app.refresh('work', signal).catch((error: unknown) => error)
      if (vendor.refresh === undefined) expect(refreshed).toMatchObject({ refreshable: true })
      else expect(isProblem(refreshed) && refreshed.problem.code).toBe(vendor.refresh)
    } else {
      expect(isProblem(outcome) ? outcome.problem : outcome).toMatchObject(vendor.ends)
      const next = isProblem(outcome) ? outcome.problem.next : ''
      expect(next).toMatch(/\.$/)
      expect(app.list()).toEqual([])
    }
    const code = vendor.ends === 'works' ? vendor.refresh : vendor.ends.code
    if (code !== undefined) {
      expect(sectionOf(vendor.section ?? '')).toContain(code)
      expect(sectionOf(vendor.section ?? '')).toMatch(/\*\*What it is\*\*[^]*\*\*What to do\*\*/)
    }
    expect(notesOf(told)).toEqual(expect.arrayContaining([...(vendor.notes ?? [])]))
    expect(opened).toHaveLength(vendor.pages ?? 1)
  })
})
