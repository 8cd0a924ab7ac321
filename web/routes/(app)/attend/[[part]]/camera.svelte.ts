import type decodeQR from 'qr/decode.js'

/** A camera that reads codes: pictures stay in the page and are dropped as soon as they were looked at. */

/** How many times a second somebody needs to be looked at. */
const everyMs = 150
/** Wide enough for a code that fills a third of the picture, small enough for a cheap phone. */
const widest = 640

export type CameraState = 'starting' | 'looking' | 'none' | 'refused'

export class Camera {
  state = $state<CameraState>('starting')
  readonly #onread: (text: string) => void

  constructor(onread: (text: string) => void) {
    this.#onread = onread
  }

  /** Answers how to stop. */
  start(video: HTMLVideoElement): () => void {
    const over = new AbortController()
    void this.#run(video, over.signal)
    return () => over.abort()
  }

  async #run(video: HTMLVideoElement, over: AbortSignal): Promise<void> {
    // Where the page is not served safely, browsers have no cameras at all.
    const devices = navigator.mediaDevices as MediaDevices | undefined
    const decoder = import('qr/decode.js').catch(() => undefined)
    try {
      if (!devices) throw new DOMException('', 'NotFoundError')
      const stream = await devices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1_280 } },
      })
      over.addEventListener('abort', () => stream.getTracks().forEach((track) => track.stop()))
      if (over.aborted) return stream.getTracks().forEach((track) => track.stop())
      video.srcObject = stream
      await video.play()
    } catch (error) {
      // A closed page stops the picture; everything else a person is told, with another way.
      this.state =
        error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'none'
      return
    }
    const { default: decode } = (await decoder) ?? {}
    this.state = decode ? 'looking' : 'none'
    while (decode && !over.aborted) {
      const text = look(video, decode)
      if (text !== undefined) this.#onread(text)
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  }
}

type Decode = typeof decodeQR

const canvas = () => document.createElement('canvas')

function look(video: HTMLVideoElement, decode: Decode): string | undefined {
  const { videoWidth, videoHeight } = video
  if (videoWidth === 0) return undefined
  const scale = Math.min(1, widest / Math.max(videoWidth, videoHeight))
  const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)]
  const paper = Object.assign(canvas(), { width, height })
  const pen = paper.getContext('2d', { willReadFrequently: true })
  if (!pen) return undefined
  pen.drawImage(video, 0, 0, width, height)
  try {
    return decode(pen.getImageData(0, 0, width, height))
  } catch {
    // The decoder says so by throwing: no code in this picture.
    return undefined
  }
}
