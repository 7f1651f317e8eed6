/** The whole journey in the built window: sample server, setup, sign-in in a browser, tools, a call, the tunnel, a call from the platform, sign-out. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTunnel, startRelay } from '../tunnel/relay-fixture.ts'
import { hasBrowser, openDesk, startBrowser } from './desk.ts'
import { pressOn, tabTo } from './keyboard.ts'
import { callFromPlatform, fortyTwo } from './platform.ts'

const sample = 'OAuth where the app registers itself (DCR)'

describe.skipIf(!hasBrowser)('the whole journey', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser.close())

  it('is made by mouse, with the sign-in in a real browser window', async () => {
    const tunnel = await makeTunnel(await startRelay())
    await using desk = openDesk(browser)
    desk.person('clicks')
    const { page } = await desk.open()

    await page.getByRole('button', { name: 'Start sample servers' }).click()
    await page.getByRole('button', { name: `Set up: ${sample}` }).click()
    await page.getByRole('heading', { name: 'This server registers apps by itself' }).waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('Notes')
    await page.getByRole('button', { name: 'Continue to sign-in' }).click()
    await page.getByRole('heading', { name: 'Notes is ready' }).waitFor({ timeout: 30_000 })
    await page.getByText('3 tools').waitFor()
    expect(desk.tabs().slice(1)).toEqual(['seen in a browser: Registration sample'])

    await page.getByRole('button', { name: 'See the tools' }).click()
    await page.getByRole('option', { name: 'add' }).click()
    await page.getByRole('textbox', { name: /^a\b/ }).fill('2')
    await page.getByRole('textbox', { name: /^b\b/ }).fill('40')
    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await page.getByRole('region', { name: 'Result' }).getByText('42').waitFor()

    await mainButton(page, 'Edge Tunnel').click()
    await page.getByLabel('Tunnel key').fill(tunnel.linkKey)
    await page.getByRole('button', { name: 'Link', exact: true }).click()
    await page.getByText(`Tunnel ${tunnel.alias}`).waitFor()
    await mainButton(page, 'Connections').click()
    await page.getByRole('option', { name: 'Notes' }).click()
    await page.getByRole('tab', { name: 'Edge Tunnel' }).click()
    await page.getByText('Use Edge Tunnel').click()
    const publicUrl = await publicAddress(page)
    expect(publicUrl).toContain(`/t/${tunnel.alias}/`)
    await isOnline(page)
    const { tools, content } = await callFromPlatform(publicUrl, tunnel.accessKey)
    expect([tools, content]).toEqual([['who_am_i', 'add', 'shout'], fortyTwo])
    await page.getByRole('gridcell', { name: 'tools/call' }).waitFor()

    await mainButton(page, 'Connections').click()
    await page.getByRole('option', { name: 'Notes' }).click()
    await page.getByRole('button', { name: 'What can be done with this connection' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click()
    await readsReceipt(page)
  })

  it('is made by keyboard alone', async () => {
    const tunnel = await makeTunnel(await startRelay())
    await using desk = openDesk(browser)
    const { page } = await desk.open()
    const button = (name: string) => page.getByRole('button', { name, exact: true })

    await pressOn(page, button('Start sample servers'))
    await pressOn(page, button(`Set up: ${sample}`))
    await page.getByRole('heading', { name: 'This server registers apps by itself' }).waitFor()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('Notes')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Notes is ready' }).waitFor()
    // The way on has the focus already.
    await page.keyboard.press('Enter')

    const tools = page.getByRole('listbox', { name: 'Tools' })
    await tabTo(page, tools)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('textbox', { name: /^a\b/ }))
    await page.keyboard.type('2')
    await page.keyboard.press('Tab')
    await page.keyboard.type('40')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Result' }).getByText('42').waitFor()

    await tabTo(page, mainButton(page, 'Edge Tunnel'), true)
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByLabel('Tunnel key'))
    await page.keyboard.type(tunnel.linkKey)
    await page.keyboard.press('Enter')
    await page.getByText(`Tunnel ${tunnel.alias}`).waitFor()
    await pressOn(page, mainButton(page, 'Connections'))
    await tabTo(page, page.getByRole('listbox', { name: 'Connections' }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('tablist', { name: 'Notes' }))
    for (let tab = 0; tab < 3; tab += 1) await page.keyboard.press('ArrowRight')
    await pressOn(page, page.getByRole('switch', { name: 'Use Edge Tunnel' }), 'Space')
    const publicUrl = await publicAddress(page)
    await tabTo(page, mainButton(page, 'Edge Tunnel'), true)
    await page.keyboard.press('Enter')
    await page.getByText('Online', { exact: true }).waitFor()
    const { content } = await callFromPlatform(publicUrl, tunnel.accessKey)
    expect(content).toEqual(fortyTwo)

    await tabTo(page, mainButton(page, 'Connections'), true)
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('listbox', { name: 'Connections' }))
    await page.keyboard.press('Enter')
    await pressOn(page, button('What can be done with this connection'))
    await page.getByRole('menuitem', { name: 'Sign in' }).waitFor()
    await page.keyboard.type('sign out')
    await page.keyboard.press('Enter')
    await pressOn(page, page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }))
    await readsReceipt(page)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })
})

function mainButton(page: Page, name: string) {
  return page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name })
}

/** The address to enter on the platform, as it is shown. */
async function publicAddress(page: Page): Promise<string> {
  const shown = page.getByText(/^https?:\/\/\S+\/t\/\S+$/).first()
  return (await shown.innerText()).trim()
}

async function isOnline(page: Page): Promise<void> {
  await mainButton(page, 'Edge Tunnel').click()
  await page.getByText('Online', { exact: true }).waitFor()
}

async function readsReceipt(page: Page): Promise<void> {
  const receipt = page.getByRole('dialog', { name: 'Signed out' })
  await receipt.waitFor()
  expect(await receipt.getByText('Revoked at the server').count()).toBe(2)
}
