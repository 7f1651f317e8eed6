/** The line to the process that started this one: Electron's utility process has a port, a forked child has a channel. */

export interface Parent {
  send(message: unknown): void
  listen(listener: {
    readonly message: (message: unknown) => void
    readonly gone: () => void
  }): void
}

/** The parts of a process that carry messages; `parentPort` is there in Electron's utility processes only. */
export interface ChildProcessLike {
  readonly parentPort?: {
    postMessage(message: unknown): void
    on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  }
  readonly connected?: boolean
  send?(message: unknown, callback: (error: Error | null) => void): boolean
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'disconnect' | 'SIGINT' | 'SIGTERM', listener: () => void): unknown
}

export function parentOf(own: ChildProcessLike): Parent {
  const port = own.parentPort
  if (port) {
    return {
      send: (message) => port.postMessage(message),
      listen: ({ message }) => void port.on('message', ({ data }) => message(data)),
    }
  }
  return {
    send(message) {
      // A parent that has just gone is told of by `gone`; nothing is left to be done about its messages.
      if (own.connected) own.send?.(message, () => undefined)
    },
    listen({ message, gone }) {
      own.on('message', message)
      own.on('disconnect', gone)
      // Ctrl+C reaches the whole group of a terminal: the parent decides how its agent ends.
      own.on('SIGINT', () => undefined)
    },
  }
}
