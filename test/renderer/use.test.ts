/** The window in use: the setup by keyboard alone, what each screen asks of the app, and how fast changes are painted. */
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyState } from '../contract/empty-state.ts'
import { violationsOn } from './axe.ts'
import { clientForm, journey, waiting } from './findings.ts'
import { details, linkedTunnel, problem, workingState } from './states.ts'
import { Refusal, startWindows, type Windows } from './window.ts'

const hasBrowser = existsSync('/usr/bin/chromium')
if (!hasBrowser) process.stderr.write('The window is not used: no /usr/bin/chromium.\n')

const journeyId = 'j1'
const found = journey({ status: 'found' })

describe.skipIf(!hasBrowser)('the window in use', () => {
  let windows: Windows

  beforeAll(async () => {
    windows = await startWindows()
  })
  afterAll(() => windows.close())

  it('sets a server up by keyboard alone, from the pasted address to its tools', async () => {
    const opened = await windows.open(emptyState(), { 'setup.look': () => ({ journeyId }) })
    const { page, asked } = opened
    await page.getByRole('textbox', { name: 'Paste a server address' }).waitFor()
    await page.keyboard.type('https://mcp.linear.example.com/mcp')
    await page.keyboard.press('Enter')
    await opened.show(emptyState({ journeys: [journey({ status: 'discovering' })] }))
    await page.getByText('Asking the server').waitFor()

    await opened.show(emptyState({ journeys: [found], tunnel: linkedTunnel }))
    await page.getByRole('heading', { name: 'registers apps by itself' }).waitFor()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('Issues')
    await page.keyboard.press('Enter')
    await opened.show(emptyState({ journeys: [journey(waiting)] }))
    await page.getByRole('button', { name: 'Open again' }).waitFor()
    await page.keyboard.press('Enter')

    const done = journey({ status: 'done', connectionId: 'Linear', tools: 6 })
    await opened.show(workingState({ journeys: [done] }))
    await page.getByRole('button', { name: 'See the tools' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: 'Search issues' }).waitFor()

    expect(asked.map(([name]) => name)).toEqual([
      'setup.look',
      'setup.connect',
      'journeys.open-again',
      'journeys.dismiss',
      'connections.open',
    ])
    expect(asked[1]?.[1]).toMatchObject({ journeyId, name: 'Issues', useTunnel: false })
    await page.context().close()
  })

  it('shows once that there is no keychain, and goes on when a place for the tokens is chosen', async () => {
    const noKeychain = { ...problem, code: 'keychain-unavailable', step: 'vault' } as const
    const { page, asked } = await windows.open(
      workingState({
        vault: { status: 'failed', kind: 'keychain', problem: noKeychain },
        journeys: [journey({ status: 'failed', problem: noKeychain })],
      }),
      { 'journeys.retry': () => ({ journeyId }) },
    )
    await page.getByRole('region', { name: 'Under way' }).getByRole('button').click()
    const choose = page.getByRole('button', { name: 'Choose where to keep tokens' })
    await choose.click()
    await page.getByRole('button', { name: 'Keep for this session only' }).click()
    await expect
      .poll(() => asked.slice(-2))
      .toEqual([
        ['vault.choose', { kind: 'session' }],
        ['journeys.retry', { journeyId }],
      ])
    expect(await page.getByRole('alert').count()).toBe(1)
    await page.context().close()
  })

  it('says that an Authorization header takes the place of a login, and sends it along', async () => {
    const { page, asked } = await windows.open(workingState({ journeys: [found] }))
    await page.getByRole('region', { name: 'Under way' }).getByRole('button').click()
    await page.getByRole('button', { name: 'Add a header' }).click()
    await page.keyboard.type('Authorization')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Bearer sample')
    await page.getByText('Discovery is switched off').waitFor()
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await expect
      .poll(() => asked.at(-1)?.[1])
      .toMatchObject({ headers: [{ name: 'Authorization', value: 'Bearer sample' }] })
    await page.context().close()
  })

  it('cancels a waiting sign-in with Esc', async () => {
    const opened = await windows.open(workingState({ journeys: [journey(waiting)] }))
    const { page, asked } = opened
    await page.getByRole('region', { name: 'Under way' }).getByRole('button').click()
    await page.getByRole('heading', { name: 'Sign in in the browser' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => asked).toContainEqual(['journeys.cancel', { journeyId }])
    await page.context().close()
  })

  it('turns away from the dialog for a client id with Esc, and goes back to the list', async () => {
    const phase = { status: 'client-needed', questionId: 'q1', form: clientForm } as const
    const { page, asked } = await windows.open(workingState({ journeys: [journey(phase)] }))
    await page.getByRole('region', { name: 'Under way' }).getByRole('button').click()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Connections' }).waitFor()
    expect(asked).toEqual([
      [
        'journeys.give-client',
        { journeyId, questionId: 'q1', spelling: 'localhost', clientId: '' },
      ],
    ])
    await page.context().close()
  })

  it('takes a client made by hand by keyboard alone', async () => {
    const phase = { status: 'client-needed', questionId: 'q1', form: clientForm } as const
    const { page, asked } = await windows.open(workingState({ journeys: [journey(phase)] }))
    await page.getByRole('region', { name: 'Under way' }).getByRole('button').press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type('3MVG9.abc')
    await page.keyboard.press('Tab')
    await page.keyboard.type('a secret')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => asked.at(-1)?.[1])
      .toMatchObject({ clientId: '3MVG9.abc', clientSecret: 'a secret' })
    await page.context().close()
  })

  it('gives a typed client id with the spelling that was registered', async () => {
    const phase = { status: 'client-needed', questionId: 'q1', form: clientForm } as const
    const { page, asked } = await windows.open(workingState({ journeys: [journey(phase)] }))
    await page.getByRole('region', { name: 'Under way' }).getByRole('button').click()
    await page.getByRole('radio', { name: '127.0.0.1' }).click({ force: true })
    await page.getByText('http://127.0.0.1:33418/callback').waitFor()
    await page.getByRole('textbox', { name: 'Client id' }).fill('3MVG9.abc')
    await page.getByRole('button', { name: 'Continue to sign-in' }).click()
    await expect
      .poll(() => asked.at(-1))
      .toEqual([
        'journeys.give-client',
        { journeyId, questionId: 'q1', spelling: '127.0.0.1', clientId: '3MVG9.abc' },
      ])
    await page.context().close()
  })

  it('checks a client id before the browser opens, and then with the other callback address', async () => {
    const phase = { status: 'client-needed', questionId: 'q1', form: clientForm } as const
    const { page, asked } = await windows.open(workingState({ journeys: [journey(phase)] }), {
      'journeys.check-client': ({ spelling }: { spelling: string }) => ({
        verdict: spelling === 'localhost' ? 'callback-refused' : 'accepted',
        said: '',
      }),
    })
    await page.getByRole('region', { name: 'Under way' }).getByRole('button').click()
    await page.getByRole('textbox', { name: 'Client id' }).fill('3MVG9.abc')
    await page.getByRole('button', { name: 'Check before signing in' }).click()
    await page.getByText('does not take this callback address').waitFor()
    await page.getByRole('button', { name: 'Check with 127.0.0.1' }).click()
    await page.getByText('takes the callback address').waitFor()
    await page.getByRole('textbox', { name: 'Client id' }).press('Enter')
    await expect
      .poll(() => asked.at(-1)?.[1])
      .toMatchObject({ clientId: '3MVG9.abc', spelling: '127.0.0.1' })
    expect(asked.at(-1)?.[0]).toBe('journeys.give-client')
    await page.context().close()
  })

  it('shows what went wrong with a command where it was given', async () => {
    const refuse = () => {
      throw new Refusal(problem)
    }
    const { page } = await windows.open(workingState(), { 'connections.test': refuse })
    await page.getByRole('option', { name: 'Linear' }).click()
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByRole('alert').getByText(problem.message).waitFor()
    await page.getByRole('button', { name: 'Copy a message for them' }).click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain('code: sso-page-in-front')
    await page.context().close()
  })

  it('leads out of an expired sign-in with a button beside the problem', async () => {
    const expired = { ...problem, code: 'sign-in-expired', whoseTurn: 'you' } as const
    const failed = details('Wiki', { tools: { status: 'failed', problem: expired } })
    const { page, asked } = await windows.open(workingState({ details: [failed] }), {
      'connections.sign-in': () => ({ journeyId }),
    })
    await page.getByRole('option', { name: 'Wiki' }).click()
    await page.getByRole('tab', { name: 'Tools' }).click()
    await page.getByRole('alert').getByRole('button', { name: 'Sign in' }).click()
    await expect.poll(() => asked).toContainEqual(['connections.sign-in', { connectionId: 'Wiki' }])
    await page.context().close()
  })

  it('takes an ended journey off the list when the person has seen how it ended', async () => {
    const failed = journey({ status: 'failed', problem })
    const { page, asked } = await windows.open(workingState({ journeys: [failed] }))
    await page.getByRole('region', { name: 'Under way' }).getByRole('button').click()
    await page.getByRole('alert').waitFor()
    expect(asked).toEqual([])
    await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
    await expect.poll(() => asked).toEqual([['journeys.dismiss', { journeyId }]])
    await page.context().close()
  })

  it('says that the app is gone', async () => {
    const opened = await windows.open(workingState())
    await opened.lose({ ...problem, code: 'app-closed', details: { reason: 'It ended.' } })
    await opened.page.getByRole('heading', { name: 'The app has ended' }).waitFor()
    expect(await violationsOn(opened.page)).toEqual([])
    await opened.page.context().close()
  })
})
