/**
 * A photo as it is kept: JPEG, at most 1,600 px and 250 KB, upright, and without a word of where, when or by what it was taken,
 * because it is painted anew. The browser opens and packs pictures beside the screen's own thread; here is only waited.
 */
import { pictureSize } from '#schema/derive/picture-size.ts'
import { mostPixels, photoLimits, thumbLimits } from '#schema/rules/files.ts'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'

export type Shrunk = {
  readonly photo: Uint8Array<ArrayBuffer>
  readonly thumb: Uint8Array<ArrayBuffer>
  readonly width: number
  readonly height: number
}

/** `unreadable`: no picture, or one that this browser cannot open, such as HEIC. */
export type ShrinkFailure = 'unreadable' | 'tooManyPixels'

/** Where a size is found at the latest: behind the small picture and the colours that cameras put first. */
const headBytes = 1_048_576
const qualities = [0.82, 0.74, 0.66, 0.58, 0.5, 0.4]
const smaller = 0.8
const smallestSide = 160

export async function shrinkPhoto(file: Blob): Promise<Result<Shrunk, ShrinkFailure>> {
  const size = pictureSize(new Uint8Array(await file.slice(0, headBytes).arrayBuffer()))
  if (!size) return fail('unreadable')
  // Asked before anything opens it: a few kilobytes may unpack to gigabytes.
  if (size.width * size.height > mostPixels) return fail('tooManyPixels')
  const picture = await openPicture(file, size.width)
  if (!picture) return fail('unreadable')
  try {
    const photo = await packWithin(picture, photoLimits)
    const thumb = await packWithin(picture, thumbLimits)
    if (!photo || !thumb) return fail('unreadable')
    return succeed({
      photo: photo.bytes,
      thumb: thumb.bytes,
      width: photo.width,
      height: photo.height,
    })
  } finally {
    if ('close' in picture) picture.close()
  }
}

type Picture = ImageBitmap | HTMLImageElement | HTMLVideoElement

/** A frame of the camera goes the same way, through a file as any other. */
export async function frameOf(video: HTMLVideoElement): Promise<Blob | undefined> {
  const { videoWidth: width, videoHeight: height } = video
  return width > 0 ? paint(video, width, height).toJpeg(0.95) : undefined
}

/** Upright, and no wider than needed: a camera of 48 million points would take 200 MB of a small phone. */
async function openPicture(file: Blob, width: number): Promise<Picture | undefined> {
  const resize =
    width > photoLimits.side
      ? { resizeWidth: photoLimits.side, resizeQuality: 'high' as const }
      : {}
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image', ...resize })
  } catch {
    // Browsers of before 2021 know no 'from-image'; as an element they turn it upright all the same.
    return openElement(file)
  }
}

async function openElement(file: Blob): Promise<HTMLImageElement | undefined> {
  const image = new Image()
  const address = URL.createObjectURL(file)
  image.src = address
  try {
    await image.decode()
    return image
  } catch {
    // No picture after all.
    return undefined
  } finally {
    URL.revokeObjectURL(address)
  }
}

type Packed = {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly width: number
  readonly height: number
}

const sizeOf = (picture: Picture) =>
  'naturalWidth' in picture
    ? { width: picture.naturalWidth, height: picture.naturalHeight }
    : { width: picture.width, height: picture.height }

/** As good as fits: first less quality, then fewer points. */
async function packWithin(
  picture: Picture,
  limits: { readonly side: number; readonly bytes: number },
): Promise<Packed | undefined> {
  const { width, height } = sizeOf(picture)
  if (width === 0 || height === 0) return undefined
  for (let { side } = limits; side >= smallestSide; side *= smaller) {
    const scale = Math.min(1, side / Math.max(width, height))
    const [w, h] = [width, height].map((each) => Math.max(1, Math.round(each * scale)))
    if (w === undefined || h === undefined) return undefined
    const painted = paint(picture, w, h)
    for (const quality of qualities) {
      const blob = await painted.toJpeg(quality)
      if (blob && blob.size <= limits.bytes)
        return { bytes: new Uint8Array(await blob.arrayBuffer()), width: w, height: h }
    }
  }
  return undefined
}

function paint(picture: CanvasImageSource, width: number, height: number) {
  const canvas =
    typeof OffscreenCanvas === 'undefined'
      ? Object.assign(document.createElement('canvas'), { width, height })
      : new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d') as
    CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null
  if (context) {
    // JPEG knows no transparency: what was clear would be black.
    context.fillStyle = 'white'
    context.fillRect(0, 0, width, height)
    context.imageSmoothingQuality = 'high'
    context.drawImage(picture, 0, 0, width, height)
  }
  const type = 'image/jpeg'
  return {
    toJpeg: (quality: number): Promise<Blob | undefined> =>
      'convertToBlob' in canvas
        ? // Where the browser cannot, the other way answers null.
          canvas.convertToBlob({ type, quality }).catch(() => undefined)
        : new Promise((resolve) =>
            canvas.toBlob((blob) => resolve(blob ?? undefined), type, quality),
          ),
  }
}
