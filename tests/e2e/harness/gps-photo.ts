/** A JPEG as phones write it: with where it was taken, and lying on its side, in an EXIF segment made by hand. */
import type { Page } from '@playwright/test'

const ascii = 2
const short = 3
const long = 4
const rational = 5

type Entry = readonly [tag: number, type: number, count: number, value: number | Buffer]

/** One directory of TIFF at an offset; what does not fit into an entry lies right behind it. */
function directory(at: number, entries: readonly Entry[]): Buffer {
  const head = Buffer.alloc(2 + entries.length * 12 + 4)
  head.writeUInt16BE(entries.length, 0)
  const behind: Buffer[] = []
  let next = at + head.length
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const place = 2 + index * 12
    head.writeUInt16BE(tag, place)
    head.writeUInt16BE(type, place + 2)
    head.writeUInt32BE(count, place + 4)
    if (typeof value === 'number') {
      if (type === short) head.writeUInt16BE(value, place + 8)
      else head.writeUInt32BE(value, place + 8)
    } else if (value.length <= 4) value.copy(head, place + 8)
    else {
      head.writeUInt32BE(next, place + 8)
      behind.push(value)
      next += value.length
    }
  }
  return Buffer.concat([head, ...behind])
}

const degrees = (...parts: readonly number[]) => {
  const bytes = Buffer.alloc(parts.length * 8)
  for (const [index, part] of parts.entries()) {
    bytes.writeUInt32BE(part, index * 8)
    bytes.writeUInt32BE(1, index * 8 + 4)
  }
  return bytes
}

function withGps(jpeg: Buffer): Buffer {
  const tiff = Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8])
  const make = Buffer.from('Village Phone\0')
  const first = (gpsAt: number) =>
    directory(8, [
      [0x010f, ascii, make.length, make],
      // Turned by 90 degrees.
      [0x0112, short, 1, 6],
      [0x8825, long, 1, gpsAt],
    ])
  const gpsAt = 8 + first(0).length
  const gps = directory(gpsAt, [
    [1, ascii, 2, Buffer.from('N\0')],
    [2, rational, 3, degrees(33, 52, 10)],
    [3, ascii, 2, Buffer.from('E\0')],
    [4, rational, 3, degrees(115, 46, 41)],
  ])
  const contents = Buffer.concat([Buffer.from('Exif\0\0'), tiff, first(gpsAt), gps])
  const marker = Buffer.from([0xff, 0xe1, 0, 0])
  marker.writeUInt16BE(contents.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), marker, contents, jpeg.subarray(2)])
}

/** What a camera would make: large, restless, turned on its side, with the place where it was taken. */
export async function photoFrom(page: Page, seed: number): Promise<Buffer> {
  const letters = await page.evaluate(async (begin) => {
    const canvas = new OffscreenCanvas(2_400, 1_800)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    let value = begin
    for (let row = 0; row < 1_800; row += 12)
      for (let column = 0; column < 2_400; column += 12) {
        value = (value * 1_103_515_245 + 12_345) % 2_147_483_648
        context.fillStyle = `hsl(${value % 360} 60% ${30 + (value % 50)}%)`
        context.fillRect(column, row, 12, 12)
      }
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
    const bytes = new Uint8Array(await blob.arrayBuffer())
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  }, seed)
  return withGps(Buffer.from(letters, 'latin1'))
}
