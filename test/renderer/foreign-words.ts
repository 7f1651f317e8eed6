/** Finds English sentences on a screen that should speak another language. */
import type { Page } from 'playwright-core'

/** Where somebody else's words stand: values to copy, a server's answers, its descriptions and the names of its tools. */
const othersWords = 'code, pre, q, textarea, .tool-description, .tool .field-help, .row-name'

/** Texts and names of at least four English words in a row, hidden and folded ones too. */
export function englishOn(page: Page): Promise<string[]> {
  return page.evaluate((others) => {
    const sentence = /(?:\b[A-Za-z][a-z’']*[,;:]?\s+){3,}[A-Za-z][a-z]*/
    const texts: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode
      if (!node.parentElement?.closest(others)) texts.push(node.textContent ?? '')
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      if (element.closest(others)) continue
      for (const name of ['aria-label', 'title', 'placeholder']) {
        texts.push(element.getAttribute(name) ?? '')
      }
    }
    // Quoted are names in pages of others, which a person has to find there as they are.
    return texts.filter((text) => sentence.test(text.replaceAll(/“[^”]*”|「[^」]*」/g, '…')))
  }, othersWords)
}
