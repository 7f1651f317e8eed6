/** An answer that a popup stopped at the platform's callback reaches the sign-in with its state, and no other. */
import { describe, expect, it } from 'vitest'
import { createCallback } from '#adapters/callback.ts'
import { createPopupReplies } from '../../src-main/electron-shell/popup-replies.ts'

function stand() {
  const replies = createPopupReplies(createCallback())
  const { callback } = replies
  const cancel = new AbortController()
  const waitFor = (state: string) => callback.elsewhere?.(state, cancel.signal)
  return {
    callback,
    cancel,
    waitFor,
    deliver: (query: string) => replies.deliver(new URLSearchParams(query)),
  }
}

describe('answers of popups', () => {
  it('reach the sign-in that waits for their state', async () => {
    const { waitFor, deliver } = stand()
    const waiting = waitFor('s1')
    deliver('code=foreign&state=s2')
    deliver('code=foreign')
    deliver('code=c1&state=s1')
    expect((await waiting)?.get('code')).toBe('c1')
  })

  it('leave the loopback listener as it is', async () => {
    const { callback, deliver } = stand()
    const { signal } = new AbortController()
    const listener = await callback.listen({ spelling: '127.0.0.1', ports: [0], path: '/callback' })
    const waiting = listener.reply('s1', signal)
    deliver('code=foreign&state=s1')
    await fetch(`${listener.redirectUri}?code=c2&state=s1`)
    expect((await waiting).get('code')).toBe('c2')
    await listener.close()
  })

  it('end with a cancel', async () => {
    const { waitFor, cancel } = stand()
    const waiting = waitFor('s1')
    cancel.abort(new Error('cancelled'))
    await expect(waiting).rejects.toThrow('cancelled')
  })
})
