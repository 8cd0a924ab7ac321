import { afterEach, expect, test, vi } from 'vitest'
import { LivePicture } from './live-picture.svelte.ts'

afterEach(() => vi.unstubAllGlobals())
const answered = () => new Promise((resolve) => setTimeout(resolve))

/** A phone that answers each time it is asked for its camera. */
function phone(answer: () => Promise<MediaStream>) {
  const getUserMedia = vi.fn(answer)
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
  const video = { srcObject: null, play: () => Promise.resolve() } as unknown as HTMLVideoElement
  return { getUserMedia, video, picture: new LivePicture() }
}

function camera() {
  const stop = vi.fn()
  return { stop, stream: { getTracks: () => [{ stop }] } as unknown as MediaStream }
}

test('whoever does not allow the camera is asked once, and told of the other way', async () => {
  const no = () => Promise.reject(new DOMException('', 'NotAllowedError'))
  const { getUserMedia, video, picture } = phone(no)
  const stop = picture.start(video)
  await answered()
  expect(picture.stage).toBe('none')
  // The video goes with that, as its place is taken by the other way.
  stop()
  await answered()
  expect([picture.stage, getUserMedia.mock.calls.length]).toEqual(['none', 1])
})

test('a camera that is allowed is seen at once, and is off when the page is left', async () => {
  const { stream, stop: off } = camera()
  const { video, picture } = phone(() => Promise.resolve(stream))
  const stop = picture.start(video)
  await answered()
  expect([picture.stage, video.srcObject, off.mock.calls.length]).toEqual(['ready', stream, 0])
  stop()
  expect(off).toHaveBeenCalledOnce()
})

test('a camera that is allowed after the page was left is off at once', async () => {
  const { stream, stop: off } = camera()
  const { video, picture } = phone(() => Promise.resolve(stream))
  picture.start(video)()
  await answered()
  expect([picture.stage, off.mock.calls.length]).toEqual(['starting', 1])
})
