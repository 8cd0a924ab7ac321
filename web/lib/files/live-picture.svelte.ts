/** What a camera sees, in a video of the page: on while the video is shown, and no longer. */
export class LivePicture {
  stage = $state<'starting' | 'ready' | 'none'>('starting')

  /** Asks for the camera once, whatever the answer; says how to stop. */
  start(video: HTMLVideoElement): () => void {
    const over = new AbortController()
    // Playing fails where this is closed in the same moment.
    void this.#run(video, over.signal).catch(() => undefined)
    return () => over.abort()
  }

  async #run(video: HTMLVideoElement, over: AbortSignal): Promise<void> {
    const stream = await opened()
    const stop = () => stream?.getTracks().forEach((track) => track.stop())
    if (over.aborted) return stop()
    if (!stream) {
      this.stage = 'none'
      return
    }
    over.addEventListener('abort', stop)
    video.srcObject = stream
    await video.play()
    this.stage = 'ready'
  }
}

/** undefined where there is no camera, or it is not allowed. */
async function opened(): Promise<MediaStream | undefined> {
  // Where the page is not served safely, browsers have no cameras at all.
  const devices = navigator.mediaDevices as MediaDevices | undefined
  const video = { width: { ideal: 1_920 }, facingMode: { ideal: 'environment' } }
  return devices?.getUserMedia({ video }).catch(() => undefined)
}
