/** `aip demo`: the product's main job on sample servers, with a scripted browser; ends with 0 only if every step really happened. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isProblem } from '#core/app-error.ts'
import type { Guide } from '#core/guide.ts'
import type { SignInWindow } from '#core/ports.ts'
import { approveLikeAPerson } from '../../sample-servers/approve-like-a-person.ts'
import { createApp } from '#core/app/create-app.ts'
import { openMachineFor } from '../compose.ts'
import { tunnelOver } from '../compose-tunnel.ts'
import { startPlatform } from '../demo/platform.ts'
import type { Platform } from '../demo/platform.ts'
import { play } from '../demo/play.ts'
import { scenes } from '../demo/scenes.ts'
import { exitCodes } from '../exit-codes.ts'
import { silentGuide } from '../silent-guide.ts'
import type { Verb, VerbContext } from '../verb.ts'

export function demo(): Verb {
  return async (context) => {
    const { output, signal } = context
    const folder = await mkdtemp(join(tmpdir(), 'aip-demo-'))
    const started = Date.now()
    try {
      const passphraseFile = join(folder, 'passphrase')
      await writeFile(passphraseFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
      const instead = {
        signInWindow: scriptedBrowser,
        environment: {
          AIP_HOME: join(folder, 'data'),
          AIP_VAULT: 'passphrase',
          AIP_VAULT_PASSPHRASE_FILE: passphraseFile,
        },
      }
      const machine = await openMachineFor(context, instead)
      const app = createApp(machine.ports)
      let platform: Platform | undefined
      try {
        platform = await startPlatform(
          machine,
          tunnelOver(machine, context, instead),
          folder,
          signal,
        )
        const stage = { app, guide: demoGuide, output, signal, platform }
        output.note(
          `AIP Desktop on ${scenes.length} sample servers on this computer, a relay and a platform behind it; a script is the person in the browser.`,
        )
        let steps = 0
        for (const [index, scene] of scenes.entries()) {
          output.note(`\n${output.paint.bold(`${index + 1}  ${scene.title}`)}`)
          steps += await played(scene, stage, context)
          if (Number.isNaN(steps)) return exitCodes.unexpected
        }
        const seconds = (Date.now() - started) / 1000
        output.result(
          { servers: scenes.length, steps, seconds },
          `\nAll ${steps} steps happened, in ${seconds.toFixed(1)} s. Nothing of it is left on this computer.`,
        )
        return exitCodes.done
      } finally {
        await platform?.close()
        await machine.close()
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** NaN: a step did not happen, and it was said which. */
async function played(
  scene: Parameters<typeof play>[0],
  stage: Parameters<typeof play>[1],
  { output, signal }: VerbContext,
): Promise<number> {
  try {
    return await play(scene, stage)
  } catch (error) {
    signal.throwIfAborted()
    if (isProblem(error)) throw error
    output.note(`   ${output.paint.bad('✗')} ${error instanceof Error ? error.message : 'failed'}`)
    return Number.NaN
  }
}

const scriptedBrowser: SignInWindow = {
  show: async (url, signal) => {
    // The page is walked through while the sign-in waits for it, as with a real browser.
    void approveLikeAPerson(url, {}, signal).catch(() => undefined)
    await Promise.resolve()
    return { closed: new Promise<void>(() => undefined), close: () => undefined }
  },
}

const demoGuide: Guide = {
  ...silentGuide,
  opensBrowser: true,
  confirm: () => Promise.resolve(true),
}
