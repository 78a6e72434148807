// Draws the icons of the packages from `icon.svg`: PNG, Windows .ico, macOS .icns. Run by hand when the drawing changes:
// `node build/icons/make-icons.ts [path of a Chromium]`; the results are committed.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const folder = new URL('./', import.meta.url)
const at = (name: string): string => fileURLToPath(new URL(name, folder))

/** Windows: a directory of PNG images (allowed since Vista), sizes in pixels, 256 written as 0. */
export function icoOf(images: { size: number; png: Buffer }[]): Buffer {
  const head = Buffer.alloc(6 + 16 * images.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(images.length, 4)
  let offset = head.length
  images.forEach(({ size, png }, index) => {
    const entry = 6 + 16 * index
    head.writeUInt8(size % 256, entry)
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(png.length, entry + 8)
    head.writeUInt32LE(offset, entry + 12)
    offset += png.length
  })
  return Buffer.concat([head, ...images.map(({ png }) => png)])
}

/** macOS: blocks of four letters, length, PNG. */
export function icnsOf(images: { type: string; png: Buffer }[]): Buffer {
  const blocks = images.map(({ type, png }) => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(png.length + 8, 4)
    return Buffer.concat([head, png])
  })
  const head = Buffer.alloc(8)
  head.write('icns', 'latin1')
  head.writeUInt32BE(8 + blocks.reduce((sum, block) => sum + block.length, 0), 4)
  return Buffer.concat([head, ...blocks])
}

async function draw(sizes: number[]): Promise<Map<number, Buffer>> {
  const svg = readFileSync(at('icon.svg'), 'utf8')
  const browser = await chromium.launch({ executablePath: process.argv[2] ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
  try {
    const drawn = new Map<number, Buffer>()
    for (const size of sizes) {
      const page = await browser.newPage({ viewport: { width: size, height: size } })
      await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
      drawn.set(size, await page.screenshot({ omitBackground: true }))
      await page.close()
    }
    return drawn
  } finally {
    await browser.close()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const drawn = await draw([16, 24, 32, 48, 64, 128, 256, 512, 1024])
  const png = (size: number): Buffer => drawn.get(size) ?? Buffer.alloc(0)
  writeFileSync(at('256x256.png'), png(256))
  writeFileSync(at('512x512.png'), png(512))
  writeFileSync(at('icon.ico'), icoOf([16, 24, 32, 48, 64, 128, 256].map((size) => ({ size, png: png(size) }))))
  const blocks = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024, icp4: 16 }
  writeFileSync(at('icon.icns'), icnsOf(Object.entries(blocks).map(([type, size]) => ({ type, png: png(size) }))))
}
