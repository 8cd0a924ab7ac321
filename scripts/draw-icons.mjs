// Draws the app's icons from one drawing, with the Chromium that the stories use. Run once after changing it:
// node scripts/draw-icons.mjs
import { writeFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { chromiumLaunch } from './find-chromium.mjs'

const paper = '#fff8f2'
const cover = '#9e2019'
const spine = '#7d1712'

/** A record book with its ribbon; `corner` rounds the whole, `scale` leaves room where a phone cuts its own shape. */
const drawing = (/** @type {number} */ corner, /** @type {number} */ scale) => `
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
  <rect width="512" height="512" rx="${corner}" fill="${cover}"/>
  <g transform="translate(256 256) scale(${scale}) translate(-256 -256)">
    <rect x="120" y="88" width="272" height="336" rx="20" fill="${paper}"/>
    <path d="M140 88h36v336h-36a20 20 0 0 1-20-20V108a20 20 0 0 1 20-20z" fill="${spine}" opacity=".16"/>
    <path d="M216 184h128M216 248h128M216 312h80" stroke="${cover}" stroke-width="24" stroke-linecap="round"/>
    <path d="M312 344v104l24-22 24 22V344z" fill="${cover}" stroke="${paper}" stroke-width="10" stroke-linejoin="round"/>
  </g>
</svg>`

const icons = [
  { name: 'icon-192.png', size: 192, corner: 96, scale: 1 },
  { name: 'icon-512.png', size: 512, corner: 96, scale: 1 },
  { name: 'icon-maskable-512.png', size: 512, corner: 0, scale: 0.8 },
  { name: 'apple-touch-icon.png', size: 180, corner: 0, scale: 0.94 },
]

const target = (/** @type {string} */ name) => new URL(`../web/static/${name}`, import.meta.url)

const browser = await chromium.launch(chromiumLaunch())
for (const { name, size, corner, scale } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawing(corner, scale)}`)
  await page.screenshot({ path: target(name).pathname, omitBackground: corner > 0 })
  await page.close()
}
await browser.close()
writeFileSync(target('icon.svg'), `${drawing(96, 1).trim()}\n`)
