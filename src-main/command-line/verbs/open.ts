/** `aip open`: there is no window yet, so it says what will be here and shows the product on sample servers. */
import type { Verb } from '../verb.ts'
import { demo } from './demo.ts'

export function open(): Verb {
  return async (context) => {
    context.output.note('The window comes later; here is what the product does, on sample servers:')
    return demo()(context)
  }
}
