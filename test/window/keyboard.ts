/** Hands that know no mouse: going to a thing with Tab alone, as far as the focus lets them. */
import type { Locator, Page } from 'playwright-core'

/** Presses Tab (`back`: Shift+Tab) until the thing has the focus; throws when the focus never comes by. */
export async function tabTo(page: Page, thing: Locator, back = false): Promise<void> {
  await thing.waitFor({ state: 'attached' })
  const passed: string[] = []
  for (let presses = 0; presses < 80; presses += 1) {
    if (await hasFocus(thing)) return
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
    passed.push(await focused(page))
  }
  throw new Error(`The focus never came to ${String(thing)}; it passed ${passed.join(' | ')}`)
}

/** Goes there and presses a key. */
export async function pressOn(page: Page, thing: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, thing)
  await page.keyboard.press(key)
}

/** A disabled thing has none, and one that was made anew neither. */
function hasFocus(thing: Locator): Promise<boolean> {
  return thing.first().evaluate((element) => element.contains(document.activeElement))
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    return element?.getAttribute('aria-label') ?? element?.textContent?.slice(0, 30) ?? 'nothing'
  })
}
