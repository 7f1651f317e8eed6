/** Encrypted connections: whom they trust, and a word for each way a certificate can be wrong (R18). */
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { ServerOptions } from 'node:https'
import { join } from 'node:path'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reach } from '#core/ports.ts'
import { makeCertificates } from './certificates.ts'
import type { Certificates } from './certificates.ts'
import {
  closedPort,
  codeOf,
  fromPerson,
  httpFor,
  listening,
  problemOf,
  rawServer,
  webServer,
} from './network.ts'

let made: Certificates

beforeAll(() => {
  made = makeCertificates()
})

afterAll(() => made.remove())

async function secureServer(options: ServerOptions): Promise<string> {
  const server = createServer(options, (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate()
    response.end(`hello ${String(subject?.CN ?? 'stranger')}`)
  })
  server.on('tlsClientError', () => undefined)
  return `https://127.0.0.1:${await listening(server)}/`
}

function trusting(extra: Partial<Reach> = {}): Reach {
  return { ...fromPerson, caFile: made.root.certFile, ...extra }
}

describe('a certificate', () => {
  it('of an unknown authority is refused by name, and accepted once the authority is added', async () => {
    const { cert, key } = made.issue('plain', { by: made.root })
    const url = await secureServer({ cert, key })
    const http = httpFor()
    const problem = await problemOf(http.fetchWithin(fromPerson)(url))
    expect(problem).toMatchObject({ code: 'certificate-untrusted', whoseTurn: 'it' })
    expect(problem.message).toContain(
      'issued by "Example Root", which this computer does not trust',
    )
    expect(problem.details).toMatchObject({ issuer: 'O=Example Works, CN=Example Root' })
    expect(await (await http.fetchWithin(trusting())(url)).text()).toBe('hello stranger')
  })

  it('may be trusted for all by NODE_EXTRA_CA_CERTS', async () => {
    const { cert, key } = made.issue('extra', { by: made.root })
    const url = await secureServer({ cert, key })
    const http = httpFor({ environment: { NODE_EXTRA_CA_CERTS: made.root.certFile } })
    expect((await http.fetchWithin(fromPerson)(url)).status).toBe(200)
  })

  it('of a whole unknown chain is untrusted', async () => {
    const { cert, key } = made.issue('chained', { by: made.intermediate })
    const chain = cert + made.intermediate.cert
    const url = await secureServer({ cert: chain, key })
    expect(await codeOf(httpFor().fetchWithin(fromPerson)(url))).toBe('certificate-untrusted')
    expect((await httpFor().fetchWithin(trusting())(url)).status).toBe(200)
  })

  it('signed by itself is untrusted', async () => {
    const { cert, key } = made.issue('alone')
    const url = await secureServer({ cert, key })
    expect(await codeOf(httpFor().fetchWithin(trusting())(url))).toBe('certificate-untrusted')
  })

  it('that has expired has its own code, also when the authority is trusted', async () => {
    const valid = ['20200101000000Z', '20210101000000Z'] as const
    const { cert, key } = made.issue('old', { by: made.root, valid })
    const url = await secureServer({ cert, key })
    const problem = await problemOf(httpFor().fetchWithin(trusting())(url))
    expect(problem).toMatchObject({ code: 'certificate-expired', whoseTurn: 'server-owner' })
    expect(problem.details?.['validTo']).toContain('2021')
  })

  it('that is not valid yet has the same code and other words', async () => {
    const valid = ['20900101000000Z', '20910101000000Z'] as const
    const { cert, key } = made.issue('early', { by: made.root, valid })
    const url = await secureServer({ cert, key })
    const problem = await problemOf(httpFor().fetchWithin(trusting())(url))
    expect(problem.code).toBe('certificate-expired')
    expect(problem.message).toContain('not valid yet')
  })

  it('for another name has its own code and says for which', async () => {
    const { cert, key } = made.issue('other', { by: made.root, hosts: ['DNS:other.example'] })
    const url = await secureServer({ cert, key })
    const problem = await problemOf(httpFor().fetchWithin(trusting())(url))
    expect(problem.code).toBe('certificate-wrong-host')
    expect(problem.details?.['madeFor']).toContain('other.example')
  })

  it('whose server forgot the intermediate has its own code', async () => {
    const { cert, key } = made.issue('forgetful', { by: made.intermediate })
    const url = await secureServer({ cert, key })
    const problem = await problemOf(httpFor().fetchWithin(trusting())(url))
    expect(problem).toMatchObject({
      code: 'certificate-chain-incomplete',
      whoseTurn: 'server-owner',
    })
    expect(problem.message).toContain('Example Issuing')
  })

  it('that says where its issuer can be fetched is incomplete for strangers too', async () => {
    const extra = ['authorityInfoAccess=caIssuers;URI:http://ca.example/issuing.crt']
    const { cert, key } = made.issue('pointing', { by: made.intermediate, extra })
    const url = await secureServer({ cert, key })
    expect(await codeOf(httpFor().fetchWithin(fromPerson)(url))).toBe(
      'certificate-chain-incomplete',
    )
  })

  it('that is refused gets no byte of the request', async () => {
    const { cert, key } = made.issue('listening', { by: made.root })
    let received = 0
    const server = createServer({ cert, key }, () => received++)
    server.on('secureConnection', (socket) => socket.on('data', () => received++))
    // What the client refuses may break the server's side of the handshake: the plain connection always ends.
    server.on('tlsClientError', () => undefined)
    const closed = once(server, 'connection').then(([socket]) => once(socket as Socket, 'close'))
    const url = `https://127.0.0.1:${await listening(server)}/`
    const work = httpFor().fetchWithin(fromPerson)(url, { method: 'POST', body: 'secret' })
    expect(await codeOf(work)).toBe('certificate-untrusted')
    await closed
    expect(received).toBe(0)
  })
})

describe('a client certificate', () => {
  async function guarded(): Promise<string> {
    const { cert, key } = made.issue('guarded', { by: made.root })
    return secureServer({ cert, key, ca: made.root.cert, requestCert: true })
  }

  it('is shown when the connection has one', async () => {
    const clientCertificateFile = made.identityFile('Anna')
    const fetch = httpFor().fetchWithin(trusting({ clientCertificateFile }))
    expect(await (await fetch(await guarded())).text()).toBe('hello Anna')
  })

  it('is said to be missing when the server insists', async () => {
    const problem = await problemOf(httpFor().fetchWithin(trusting())(await guarded()))
    expect(problem).toMatchObject({ code: 'tls-failed', whoseTurn: 'it' })
    expect(problem.message).toContain('client certificate')
  })

  it('of one connection is never shown by another', async () => {
    const http = httpFor()
    const url = await guarded()
    const clientCertificateFile = made.identityFile('Berta')
    expect((await http.fetchWithin(trusting({ clientCertificateFile }))(url)).status).toBe(200)
    expect(await codeOf(http.fetchWithin(trusting())(url))).toBe('tls-failed')
  })
})

describe('what cannot be encrypted', () => {
  it.each([
    ['is not there', 'nothing-here.pem'],
    ['holds no certificate', 'empty.pem'],
  ])('a file of authorities that %s is named', async (_what, name) => {
    const caFile = join(made.folder, name)
    if (name === 'empty.pem') writeFileSync(caFile, 'hello')
    const problem = await problemOf(
      httpFor().fetchWithin({ ...fromPerson, caFile })(`https://127.0.0.1:${await closedPort()}/`),
    )
    // The port is closed, so the file only matters once a connection is there.
    expect(problem.code).toBe('connection-refused')
    const { cert, key } = made.issue('any', { by: made.root })
    const url = await secureServer({ cert, key })
    const wrong = await problemOf(httpFor().fetchWithin({ ...fromPerson, caFile })(url))
    expect(wrong).toMatchObject({ code: 'tls-failed', whoseTurn: 'you', details: { file: caFile } })
  })

  it('a client certificate without its key is named', async () => {
    const { cert, key } = made.issue('keyless', { by: made.root })
    const url = await secureServer({ cert, key })
    const clientCertificateFile = made.root.certFile
    expect(readFileSync(clientCertificateFile, 'utf8')).not.toContain('PRIVATE')
    expect(await codeOf(httpFor().fetchWithin(trusting({ clientCertificateFile }))(url))).toBe(
      'tls-failed',
    )
  })

  it('a plain http server asked with https: tls-failed', async () => {
    const port = await webServer((_request, response) => response.end('plain'))
    const problem = await problemOf(httpFor().fetchWithin(fromPerson)(`https://127.0.0.1:${port}/`))
    expect(problem).toMatchObject({ code: 'tls-failed', whoseTurn: 'server-owner' })
  })

  it('a server that hangs up during the handshake: unreachable', async () => {
    const port = await rawServer((socket) => socket.once('data', () => socket.destroy()))
    expect(await codeOf(httpFor().fetchWithin(fromPerson)(`https://127.0.0.1:${port}/`))).toBe(
      'unreachable',
    )
  })

  it('a server that only speaks an old TLS: tls-failed', async () => {
    const { cert, key } = made.issue('ancient', { by: made.root })
    const url = await secureServer({
      cert,
      key,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    })
    expect(await codeOf(httpFor().fetchWithin(trusting())(url))).toBe('tls-failed')
  })
})
