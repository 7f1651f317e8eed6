/** The two servers of `docs/dcr-guide`, started the way their readers start them. */
import { resolve } from 'node:path'
import { startProcess } from './start-process.ts'

export interface GuideServer {
  readonly url: string
  close(): Promise<void>
}

export interface GuideOptions {
  readonly dataFile: string
  readonly port?: number
  readonly accessTokenSeconds?: number
  readonly registrationsPerMinute?: number
}

const guide = resolve(import.meta.dirname, '../../docs/dcr-guide')

const programs = {
  node: [process.execPath, `${guide}/node/server.mjs`],
  python: ['python3', `${guide}/python/server.py`],
} as const

/** Starts one of them; the same data file makes it the same server again. */
export async function startGuideServer(
  language: keyof typeof programs,
  options: GuideOptions,
): Promise<GuideServer> {
  const [command, file] = programs[language]
  const running = await startProcess({
    command,
    arguments: [file],
    environment: {
      PORT: String(options.port ?? 0),
      DATA: options.dataFile,
      ACCESS_TOKEN_SECONDS: String(options.accessTokenSeconds ?? 3600),
      REGISTRATIONS_PER_MINUTE: String(options.registrationsPerMinute ?? 1000),
    },
    ready: /Guide server: (http\S+)/,
  })
  return { url: running.match[1] ?? '', close: () => running.close() }
}
