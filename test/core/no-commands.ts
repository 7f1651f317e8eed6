/** For tests without commands: starting one is a mistake of the test. */
import type { CommandFetch } from '#core/ports.ts'

export const noCommands: CommandFetch = () => () => Promise.reject(new Error('no command here'))
