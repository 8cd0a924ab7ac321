/**
 * How large a picture says it is, from its first bytes: asked before anything unpacks it, for a picture of a few kilobytes may
 * unpack to gigabytes. Device and server ask alike.
 */
export type PictureSize = { readonly width: number; readonly height: number }

/** Undefined where it is no picture of these kinds, or cut off. */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    if (view.getUint16(0) === 0xffd8) return sizeOfJpeg(view)
    if (view.getUint32(0) === 0x89504e47 && view.getUint32(12) === 0x49484452)
      return sizeIn(view.getUint32(16), view.getUint32(20))
    return view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250
      ? sizeOfWebp(view)
      : undefined
  } catch (error) {
    // It ends before its size does.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const sizeIn = (width: number, height: number): PictureSize | undefined =>
  width > 0 && height > 0 ? { width, height } : undefined

function sizeOfJpeg(view: DataView): PictureSize | undefined {
  let at = 2
  for (;;) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    // Markers may be led by any number of 0xff.
    if (marker === 0xff) at += 1
    else if (isFrame(marker)) return sizeIn(view.getUint16(at + 7), view.getUint16(at + 5))
    else if (marker === 0xd9 || marker === 0xda) return undefined
    else at += 2 + view.getUint16(at + 2)
  }
}

/** SOF0 to SOF15 without the tables that lie among them. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

function sizeOfWebp(view: DataView): PictureSize | undefined {
  const form = view.getUint32(12)
  if (form === 0x56503858) {
    const three = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
    return sizeIn(three(24) + 1, three(27) + 1)
  }
  if (form === 0x5650384c) {
    const bits = view.getUint32(21, true)
    return sizeIn((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
  }
  if (form !== 0x56503820) return undefined
  return sizeIn(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff)
}
