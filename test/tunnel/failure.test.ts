/** The tunnel's own failures: statuses, marker and body. */
import { describe, expect, it } from 'vitest'
import { FailureBody, FailureCode, failureAnswer, failures } from '#tunnel/protocol/failure.ts'

describe("a failure of the tunnel's own", () => {
  it.each(FailureCode.options)('%s is 502, 503 or 504, but for a missing access key', (code) => {
    const allowed = code === 'policy_access_denied' ? [403] : [502, 503, 504]
    expect(allowed).toContain(failures[code].status)
  })

  it('says origin and code in a header, and everything in a JSON body whose length is right', () => {
    const answer = failureAnswer('tunnel_offline', {
      message: 'Der Rechner ist für das Relay nicht erreichbar.',
      next: 'Start AIP Desktop on it.',
      delivered: 'no',
    })
    const headers = new Map<string, string>()
    for (let at = 0; at < answer.headers.length; at += 2) {
      headers.set(answer.headers[at] ?? '', answer.headers[at + 1] ?? '')
    }
    expect(headers.get('aip-tunnel-failure')).toBe('relay; tunnel_offline')
    expect(headers.get('retry-after')).toBe('2')
    expect(headers.get('content-length')).toBe(String(Buffer.byteLength(answer.body)))
    const body = FailureBody.parse(JSON.parse(answer.body))
    expect(body.error).toMatchObject({ code: 'tunnel_offline', origin: 'relay', delivered: 'no' })
  })

  it('asks nobody to try again where the call may have run', () => {
    const { headers } = failureAnswer('carrier_lost', { message: 'Cut.', delivered: 'unknown' })
    expect(headers).not.toContain('retry-after')
  })
})
