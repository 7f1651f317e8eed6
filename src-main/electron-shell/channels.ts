/** The names of the two channels between app and window. */
export const channels = {
  /** Window to app: a command and its reply. */
  invoke: 'aip:invoke',
  /** Window to app: tell me; app to window: this is the state now. */
  watch: 'aip:watch',
} as const
