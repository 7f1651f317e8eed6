/** An answer that arrived in a popup reaches the sign-in with its state, beside the real loopback listener. */
import { afterEach, describe, expect, it } from 'vitest'
import { createCallback } from '#adapters/callback.ts'
import { createPopupReplies } from '../../src-main/electron-shell/popup-replies.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})

async function stand() {
  const replies = createPopupReplies(createCallback())
  const listener = await replies.callback.listen({
    spelling: '127.0.0.1',
    ports: [0],
    path: '/callback',
  })
  open.push(listener)
  return { replies, listener, signal: new AbortController().signal }
}

describe('answers of popups', () => {
  it('reach the sign-in that waits for their state', async () => {
    const { replies, listener, signal } = await stand()
    const waiting = listener.reply('s1', signal)
    replies.deliver(new URLSearchParams('code=foreign&state=s2'))
    replies.deliver(new URLSearchParams('code=foreign'))
    replies.deliver(new URLSearchParams('code=c1&state=s1'))
    expect((await waiting).get('code')).toBe('c1')
  })

  it('leave the loopback listener as it is', async () => {
    const { listener, signal } = await stand()
    const waiting = listener.reply('s1', signal)
    await fetch(`${listener.redirectUri}?code=c2&state=s1`)
    expect((await waiting).get('code')).toBe('c2')
  })

  it('end with a cancel', async () => {
    const { listener } = await stand()
    const cancel = new AbortController()
    const waiting = listener.reply('s1', cancel.signal)
    cancel.abort(new Error('cancelled'))
    await expect(waiting).rejects.toThrow('cancelled')
  })
})
