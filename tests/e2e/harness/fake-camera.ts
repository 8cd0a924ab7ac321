/** What Chromium's fake camera sees: one picture of the code that another device shows, as raw video. */
import { writeFileSync } from 'node:fs'
import type { Page } from '@playwright/test'

const [width, height] = [640, 480]

/** Arguments with which Chromium opens this file as its only camera, and asks nobody. */
export const cameraArgs = (path: string): string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${path}`,
]

/** Points the camera at the code that a page shows. */
export async function pointAtCode(path: string, page: Page): Promise<void> {
  const { size, squares } = await page.locator('svg[role=img]').evaluate((svg) => ({
    size: Number(svg.getAttribute('viewBox')?.split(' ')[2]),
    squares: [
      ...(svg.querySelector('path')?.getAttribute('d') ?? '').matchAll(/M(\d+) (\d+)/g),
    ].map(([, x, y]): [number, number] => [Number(x), Number(y)]),
  }))
  pointAt(path, size, squares)
}

/** Points it at a bare wall. */
export const pointAtWall = (path: string): void => pointAt(path, 1, [])

function pointAt(
  path: string,
  size: number,
  squares: readonly (readonly [number, number])[],
): void {
  const scale = Math.floor((height - 40) / size)
  const [left, top] = [width, height].map((side) => Math.floor((side - size * scale) / 2))
  const light = Buffer.alloc(width * height, 235)
  for (const [x, y] of squares)
    for (let row = 0; row < scale; row += 1) {
      const from = ((top ?? 0) + y * scale + row) * width + (left ?? 0) + x * scale
      light.fill(16, from, from + scale)
    }
  const colour = Buffer.alloc((width * height) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, colour])
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)
  writeFileSync(path, Buffer.concat([head, frame, frame]))
}
