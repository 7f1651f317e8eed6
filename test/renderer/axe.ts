/** What a page lacks for those who cannot see it, or cannot use a mouse: axe, which is put into the page once. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The rules that are broken, each with the elements that break it. `exclude`: selectors of what is not looked at. */
export async function violationsOn(page: Page, exclude: string[] = []): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source)
  return page.evaluate(async (without) => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run
    const { violations } = await run({ exclude: without }, { resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)
  }, exclude)
}
