/** Draws every icon file from the SVG sources with an installed Chromium: `node assets/make-icons.ts [path of the browser]`. */
import { writeFileSync, readFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const folder = import.meta.dirname
const executablePath = process.argv[2] ?? '/usr/bin/chromium'

/** Sizes from 48 pixels on show the large drawing; smaller ones a simpler one. */
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const

/** Types of the pictures in an .icns file by their width (Apple Icon Image format). */
const icnsTypes: Readonly<Record<number, readonly string[]>> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const pictures = new Map<number, Buffer>()
  for (const size of sizes) {
    pictures.set(size, await draw(size < 48 ? 'icon-small.svg' : 'icon.svg', size))
  }
  const picture = (size: number) => pictures.get(size) ?? Buffer.alloc(0)
  mkdirSync(join(folder, 'icons'), { recursive: true })
  for (const size of sizes) save(`icons/${size}x${size}.png`, picture(size))
  save('icon.png', picture(512))
  save('icon.ico', icoOf([16, 24, 32, 48, 64, 128, 256].map((size) => [size, picture(size)])))
  save('icon.icns', icnsOf(sizes.map((size) => [size, picture(size)])))
  save('tray.png', await draw('icon-small.svg', 24))
  save('tray@2x.png', await draw('icon-small.svg', 48))
  save('trayTemplate.png', await draw('tray-template.svg', 18))
  save('trayTemplate@2x.png', await draw('tray-template.svg', 36))
} finally {
  await browser.close()
}

async function draw(source: string, size: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  const svg = readFileSync(join(folder, source), 'utf8')
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  )
  const picture = await page.screenshot({ omitBackground: true })
  await page.close()
  return picture
}

/** A directory of PNG pictures (Windows reads PNG in .ico since Vista); 256 is written as 0. */
function icoOf(pictures: readonly (readonly [number, Buffer])[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  for (const [index, [size, data]] of pictures.entries()) {
    const at = 6 + 16 * index
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(data.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += data.length
  }
  return Buffer.concat([head, ...pictures.map(([, data]) => data)])
}

function icnsOf(pictures: readonly (readonly [number, Buffer])[]): Buffer {
  const chunks = pictures.flatMap(([size, data]) =>
    (icnsTypes[size] ?? []).map((type) => chunk(type, data)),
  )
  return chunk('icns', Buffer.concat(chunks))
}

/** Four letters, the length with these eight bytes, the data. */
function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 0, 'ascii')
  head.writeUInt32BE(data.length + 8, 4)
  return Buffer.concat([head, data])
}

function save(name: string, data: Buffer): void {
  writeFileSync(join(folder, name), data)
}
