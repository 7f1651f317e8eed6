/** `aip discover`: the auth mode of a server and the trace. */
import { composeApp } from '../compose.ts'
import { probeLine, verdictText } from '../trace.ts'
import { printable } from '../output.ts'
import type { Verb } from '../verb.ts'
import { plainly } from '../plainly.ts'

export function discover(url: string, options: { loginHost?: string }): Verb {
  return async (context) => {
    const { output, signal } = context
    const app = await composeApp(context)
    try {
      const found = await app.discover(url, {
        signal,
        ...(options.loginHost !== undefined && { settings: { loginHost: options.loginHost } }),
        onProbe: (probe) => {
          if (!output.json) output.note(probeLine(probe, output.paint))
        },
      })
      output.result(plainly(found), '\n' + printable(verdictText(found, output.paint)))
    } finally {
      await app.close()
    }
  }
}
