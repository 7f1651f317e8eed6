/** A company's network on this machine: servers behind a private certificate authority that only its proxy (a real tinyproxy) can look up and reach. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCertificates } from '../adapters/http/certificates.ts'
import { startCompanyServers } from '../servers/company-servers.ts'
import { freePort, startProcess } from '../servers/start-process.ts'

const serverName = 'mcp.corp.test'
const loginName = 'login.corp.test'
/** An address of this machine that nothing else listens at, so that port 443 is free. */
const insideAddress = '127.77.0.1'

export interface CompanyNetwork extends AsyncDisposable {
  readonly url: string
  /** PEM file of the authority that issued every certificate here. */
  readonly caFile: string
  /** Address of the proxy; with `login` when it wants one. */
  readonly proxy: string
  readonly proxyWithoutLogin: string
  /** Hosts the proxy was asked for, in order. */
  proxied(): string[]
}

/** Why a company network cannot be built here; undefined: it can. */
export function whyNoCompanyNetwork(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs root on Linux'
  if (!existsSync('/usr/bin/tinyproxy')) return 'tinyproxy is not installed'
  const own = spawnSync('unshare', ['-m', 'true'])
  return own.status === 0 ? undefined : 'this machine gives no mount namespaces'
}

export async function startCompanyNetwork(
  options: { readonly login?: string } = {},
): Promise<CompanyNetwork> {
  const folder = mkdtempSync(join(tmpdir(), 'aip-company-'))
  const certificates = makeCertificates()
  const hosts = [`DNS:${serverName}`, `DNS:${loginName}`]
  const pair = certificates.issue('inside', { by: certificates.root, hosts })
  const { cert, key } = pair
  const names = { serverName, loginName }
  const servers = await startCompanyServers({ ...names, cert, key, addresses: [insideAddress] })
  const proxy = await startProxy(folder, options.login)
  const address = (login: string) => `http://${login}127.0.0.1:${proxy.port}`
  return {
    url: `https://${serverName}/mcp`,
    caFile: certificates.root.certFile,
    proxy: address(options.login === undefined ? '' : `${options.login}@`),
    proxyWithoutLogin: address(''),
    proxied: proxy.asked,
    async [Symbol.asyncDispose]() {
      await proxy.close()
      await servers.close()
      certificates.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The proxy sees another /etc/hosts than this machine: only it knows the names inside. */
async function startProxy(folder: string, login: string | undefined) {
  const port = await freePort()
  const files = {
    hosts: join(folder, 'hosts'),
    conf: join(folder, 'proxy.conf'),
    log: join(folder, 'proxy.log'),
  }
  writeFileSync(files.hosts, `127.0.0.1 localhost\n${insideAddress} ${serverName} ${loginName}\n`)
  writeFileSync(
    files.conf,
    [
      `Port ${port}`,
      'Listen 127.0.0.1',
      'Timeout 60',
      'MaxClients 100',
      `LogFile "${files.log}"`,
      'LogLevel Connect',
      'ConnectPort 443',
      ...(login === undefined ? [] : [`BasicAuth ${login.replace(':', ' ')}`]),
      '',
    ].join('\n'),
  )
  writeFileSync(files.log, '')
  const inside = `mount --bind ${files.hosts} /etc/hosts && echo ready && exec tinyproxy -d -c ${files.conf}`
  const started = await startProcess({
    command: 'unshare',
    arguments: ['-m', 'sh', '-c', inside],
    environment: {},
    ready: /ready/,
  })
  await untilListening(port)
  return {
    port,
    asked: () =>
      [...readFileSync(files.log, 'utf8').matchAll(/CONNECT (\S+):443/g)].map(
        ([, host]) => host ?? '',
      ),
    close: () => started.close(),
  }
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const socket = connect(port, '127.0.0.1')
    const answered = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the proxy did not start')
}
