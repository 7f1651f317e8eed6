/** The connections in use: their states, their tools, their settings, and many of them. */
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connection, connections, workingState } from './states.ts'
import { startWindows, type Windows } from './window.ts'

const hasBrowser = existsSync('/usr/bin/chromium')
if (!hasBrowser) process.stderr.write('The connections are not looked at: no /usr/bin/chromium.\n')

describe.skipIf(!hasBrowser)('the connections in the window', () => {
  let windows: Windows

  beforeAll(async () => {
    windows = await startWindows()
  })
  afterAll(() => windows.close())

  it('has a state in a word for each connection, and a test for the chosen one', async () => {
    const { page, asked } = await windows.open(workingState())
    await page.getByRole('option', { name: 'Build farm' }).getByText('Tunnel offline').waitFor()
    await page.getByRole('option', { name: 'Wiki' }).getByText('Unreachable').click()
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await expect.poll(() => asked).toContainEqual(['connections.test', { connectionId: 'Wiki' }])
    await page.context().close()
  })

  it('shows how a tool differs from what was approved, and approves that tool alone', async () => {
    const { page, asked } = await windows.open(workingState())
    await page.getByRole('option', { name: 'Linear' }).click()
    await page.getByRole('tab', { name: 'Tools' }).click()
    await page.getByRole('option', { name: 'Write a comment' }).click()
    await page.getByText('It has a new parameter: include_history.').waitFor()
    await page.getByRole('button', { name: 'Approve this tool' }).click()
    await expect
      .poll(() => asked)
      .toContainEqual(['tools.approve', { connectionId: 'Linear', tools: ['comment'] }])
    await page.context().close()
  })

  it('asks before a tool is called that the person wants to be asked about', async () => {
    const { page, asked } = await windows.open(workingState())
    await page.getByRole('option', { name: 'Linear' }).click()
    await page.getByRole('tab', { name: 'Tools' }).click()
    await page.getByRole('option', { name: 'Create an issue' }).click()
    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Call it' }).click()
    await expect
      .poll(() => asked.at(-1))
      .toEqual([
        'tools.call',
        { connectionId: 'Linear', tool: 'create_issue', input: {}, confirmed: true },
      ])
    await page.context().close()
  })

  it('undoes a change of settings with what the app gave back', async () => {
    const before = { scope: 'read' }
    const { page, asked } = await windows.open(workingState(), {
      'connections.change': () => ({ before }),
    })
    await page.getByRole('option', { name: 'Linear' }).click()
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByRole('textbox', { name: 'Scopes' }).fill('')
    await page.getByRole('button', { name: 'Save settings' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect
      .poll(() => asked.at(-1))
      .toEqual(['connections.change', { connectionId: 'Linear', settings: before }])
    expect(asked.at(-2)?.[1]).toMatchObject({ settings: { scope: null } })
    await page.context().close()
  })

  it('makes only the rows in sight of 200 connections, and shows a change in one of them', async () => {
    const more = Array.from({ length: 193 }, (_, index) => connection(`Server ${index}`))
    const state = workingState({ connections: [...connections, ...more] })
    const opened = await windows.open(state)
    const options = opened.page.getByRole('option')
    await options.first().waitFor()
    expect(await options.count()).toBeLessThan(40)
    const [first, ...rest] = state.connections
    if (first)
      await opened.show({ ...state, connections: [{ ...first, chip: 'unreachable' }, ...rest] })
    await options.first().getByText('Unreachable').waitFor()
    await opened.page.getByRole('searchbox').fill('server 192')
    await opened.page.getByRole('option', { name: 'Server 192' }).waitFor()
    await opened.page.context().close()
  })
})
