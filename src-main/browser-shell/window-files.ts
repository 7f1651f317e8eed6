/** The files of the built window, read once: what is not among them cannot be asked for, whatever the path says. */
import { readFileSync, readdirSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

export interface WindowFile {
  readonly body: Buffer
  readonly contentType: string
}

/** By the path of the request, `/` included. Undefined: there is no such file. */
export type WindowFiles = (path: string) => WindowFile | undefined

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** Reads a folder that holds `index.html`; throws when it is not there. */
export function readWindowFiles(folder: string): WindowFiles {
  const files = new Map<string, WindowFile>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const contentType = contentTypes[extname(entry.name)]
    if (!entry.isFile() || contentType === undefined) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    files.set(path, { body: readFileSync(file), contentType })
  }
  const start = files.get('/index.html')
  if (!start) throw new Error(`the window is not built: there is no index.html in ${folder}`)
  files.set('/', start)
  return (path) => files.get(path)
}

/** Headers of every file of the window; it may speak to its own server only, and nobody may frame it. */
export const windowHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
}
