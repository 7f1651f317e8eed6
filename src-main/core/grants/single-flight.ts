/** Lets callers of one process share one piece of work; a caller may leave without ending it for the others. */

export interface Flights<Value> {
  join(name: string, start: () => Promise<Value>, signal: AbortSignal): Promise<Value>
}

export function createFlights<Value>(): Flights<Value> {
  const flights = new Map<string, Promise<Value>>()

  function flightOf(name: string, start: () => Promise<Value>): Promise<Value> {
    const running = flights.get(name)
    if (running) return running
    const flight = start().finally(() => flights.delete(name))
    flights.set(name, flight)
    // When every caller has left, a failure has nobody to be told; those who stayed get it through `join`.
    flight.catch(() => undefined)
    return flight
  }

  return {
    async join(name, start, signal) {
      signal.throwIfAborted()
      const left = Promise.withResolvers<never>()
      const leave = () => left.reject(signal.reason)
      signal.addEventListener('abort', leave, { once: true })
      try {
        return await Promise.race([flightOf(name, start), left.promise])
      } finally {
        signal.removeEventListener('abort', leave)
      }
    },
  }
}
