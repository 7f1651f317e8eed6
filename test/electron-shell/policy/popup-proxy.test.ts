/** The proxy of popups is the proxy of everything else. */
import { describe, expect, it } from 'vitest'
import { popupProxy } from '../../../src-main/electron-shell/policy/popup-proxy.ts'

describe('the proxy of a popup', () => {
  it('is the system’s when nothing else is said', () => {
    expect(popupProxy({ mode: 'system' }, {})).toEqual({ mode: 'system' })
  })

  it('is none when the person wants none', () => {
    const environment = { HTTPS_PROXY: 'http://proxy:3128' }
    expect(popupProxy({ mode: 'direct' }, environment)).toEqual({ mode: 'direct' })
  })

  it('is the person’s own for both kinds of pages, without its password', () => {
    const choice = { mode: 'manual', url: 'http://me:secret@proxy.example.com:3128/' } as const
    expect(popupProxy(choice, {})).toEqual({
      mode: 'fixed_servers',
      proxyRules: 'https=http://proxy.example.com:3128;http=http://proxy.example.com:3128',
      proxyBypassRules: '',
    })
  })

  it('follows the environment, lower case before upper case', () => {
    const environment = {
      https_proxy: 'https://secure:443',
      HTTPS_PROXY: 'http://other:1',
      HTTP_PROXY: 'plain:3128',
      no_proxy: 'intranet.example, .lan, 10.0.0.0/8 192.168.1.5',
    }
    expect(popupProxy({ mode: 'system' }, environment)).toEqual({
      mode: 'fixed_servers',
      proxyRules: 'https=https://secure;http=http://plain:3128',
      proxyBypassRules: 'intranet.example,*.intranet.example,lan,*.lan,10.0.0.0/8,192.168.1.5',
    })
  })

  it('takes ALL_PROXY for what has no proxy of its own', () => {
    expect(popupProxy({ mode: 'system' }, { ALL_PROXY: 'http://all:8080' })).toMatchObject({
      proxyRules: 'https=http://all:8080;http=http://all:8080',
    })
  })
})
