// A hall without signal, two photos and a paper, a killed tab, a link that breaks in the middle: all of it arrives, byte for byte.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { chromiumLaunch } from '../../scripts/find-chromium.mjs'
import { expect, test } from './fixtures.ts'
import { ByHand } from './harness/by-hand.ts'
import { photoFrom } from './harness/gps-photo.ts'
import { expectReadable } from './harness/look.ts'

const launch = chromiumLaunch()
test.use({
  launchOptions: {
    ...launch,
    args: [...launch.args, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  },
})

const part = (page: Page) => page.getByRole('region', { name: '照片和材料' })
const photosIn = (page: Page) => part(page).getByRole('button', { name: /^看大图/ })
const choose = (page: Page, word: string) => part(page).getByLabel(word)

test('photos and a paper taken without a network survive a killed tab and a breaking link, and arrive byte for byte', async ({
  enters,
  server,
}) => {
  const secretary = await enters('secretary', 'phone')
  const township = await enters('township', 'desk')
  const photo = {
    name: 'IMG_1.jpg',
    mimeType: 'image/jpeg',
    buffer: await photoFrom(secretary.page, 7),
  }
  const paper = {
    name: '承包方案.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n土地\n%%EOF\n'),
  }
  const scan = {
    name: '扫描.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.concat([Buffer.from('%PDF-1.4'), Buffer.alloc(40_000_000)]),
  }

  await secretary.offline()
  await secretary.reopen()
  await secretary.page.getByRole('link', { name: '记一次会议' }).click()
  await secretary.page.getByRole('button', { name: '主题党日', exact: true }).click()
  await choose(secretary.page, '选照片').setInputFiles(photo)
  await expect(photosIn(secretary.page)).toHaveCount(1)
  // The same photo once more is the same photo.
  await choose(secretary.page, '选照片').setInputFiles(photo)
  await expect(part(secretary.page).getByText('正在处理')).toBeHidden()
  await expect(photosIn(secretary.page)).toHaveCount(1)
  // One by the camera in the page.
  await part(secretary.page).getByRole('button', { name: '拍照' }).click()
  await secretary.page.getByRole('button', { name: '拍一张' }).click()
  await expect(secretary.page.getByText('已拍 1 张，都存在本机了')).toBeVisible()
  // The system takes the memory back, with the camera still open.
  await secretary.reopen()
  await secretary.page
    .getByRole('region', { name: '没写完的' })
    .getByRole('link', { name: /主题党日/ })
    .click()
  await expect(photosIn(secretary.page)).toHaveCount(2)
  await expect(part(secretary.page).getByText('只在本机，保存会议后再发送')).toHaveCount(2)
  await choose(secretary.page, '选文件').setInputFiles(scan)
  await expect(
    part(secretary.page).getByText(/“扫描\.pdf”有 40 MB，太大了，没有添加/),
  ).toBeVisible()
  await choose(secretary.page, '选文件').setInputFiles(paper)
  await expect(part(secretary.page).getByText('承包方案.pdf')).toBeVisible()
  await secretary.page.getByRole('button', { name: '保存' }).click()
  await expect(secretary.page.getByRole('heading', { name: '主题党日' })).toBeVisible()
  await expect(photosIn(secretary.page)).toHaveCount(2)
  const meetingId = new URL(secretary.page.url()).pathname.split('/').at(-1) ?? ''

  // Leaving is held up while photos are unsent.
  await secretary.page.goto('/sync')
  await expect(secretary.page.getByRole('region', { name: '没送达的照片和材料' })).toContainText(
    '3 个',
  )

  secretary.network.breakUploads(2)
  await secretary.online()
  // After a broken piece it waits a little, and longer the second time.
  await expect(secretary.page.getByRole('region', { name: '没送达的照片和材料' })).toBeHidden({
    timeout: 120_000,
  })
  await secretary.expectSync('confirmed', 0)
  expect(secretary.network.broken).toBe(2)

  // The township sees them, and what it gets is what the phone made: small, and silent about the place.
  await township.page.goto(`/meetings/${meetingId}`)
  await expect(photosIn(township.page)).toHaveCount(2)
  for (const image of await part(township.page).locator('img').all())
    await expect
      .poll(() => image.evaluate((each: HTMLImageElement) => each.naturalWidth))
      .toBeGreaterThan(100)
  const hand = await ByHand.as('township', server)
  const rows = (await hand.rows()).filter(
    ({ type, body }) => type === 'attachment' && body['meetingId'] === meetingId,
  )
  expect(rows).toHaveLength(3)
  for (const { id, body } of rows) {
    const digest = String(body['digest'])
    const answer = await hand.get(`/api/files/${digest}?row=${encodeURIComponent(id)}`)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest)
    expect(bytes.length).toBe(body['bytes'])
    expect(bytes.includes('Exif')).toBe(false)
    if (body['kind'] === 'jpeg') expect(bytes.length).toBeLessThanOrEqual(250_000)
    else expect(bytes.equals(paper.buffer)).toBe(true)
    const path = join(server.dataFolder, 'files', digest.slice(0, 2), digest.slice(2, 4), digest)
    expect(readFileSync(path).equals(bytes)).toBe(true)
  }
  // Turned upright: the camera lay on its side.
  const turned = rows.find(({ body }) => body['width'] === 1_200 && body['height'] === 1_600)
  expect(turned).toBeDefined()
  // Two photos, their small pictures, a paper.
  const folder = join(server.dataFolder, 'files')
  const kept = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  expect(kept.filter((name) => /[0-9a-f]{64}$/.test(name))).toHaveLength(5)

  // What was looked at is there without a network.
  await township.offline()
  await township.page.reload()
  await expect(photosIn(township.page)).toHaveCount(2)
  for (const image of await part(township.page).locator('img').all())
    await expect
      .poll(() => image.evaluate((each: HTMLImageElement) => each.naturalWidth))
      .toBeGreaterThan(100)
  expect([...secretary.complaints, ...township.complaints]).toEqual([])
})

test('with Wi-Fi only photos wait until somebody says so; taking one away can be undone', async ({
  enters,
}) => {
  const secretary = await enters('secretary', 'phone')
  const { page } = secretary
  await page.goto('/me')
  await page.getByRole('button', { name: '只用 Wi-Fi 发送' }).click()
  await page.goto('/meetings')
  await page.locator('main a[href^="/meetings/"]:not([href*="new"])').first().click()
  const photo = { name: 'IMG_2.jpg', mimeType: 'image/jpeg', buffer: await photoFrom(page, 11) }
  await choose(page, '选照片').setInputFiles(photo)
  await expect(photosIn(page)).toHaveCount(1)
  await expect(part(page).getByText(/看不出现在用的是不是 Wi-Fi/)).toBeVisible()
  await secretary.expectSync('waiting', 0)
  await page.goto('/me')
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByRole('dialog', { name: '还有 1 条没有送达' })).toBeVisible()
  await page
    .getByRole('button', { name: '看看是哪些' })
    .or(page.getByRole('link', { name: '看看是哪些' }))
    .click()
  await page.getByRole('button', { name: '现在发送照片' }).click()
  await secretary.expectSync('confirmed', 0)

  await page.goto('/meetings')
  await page.locator('main a[href^="/meetings/"]:not([href*="new"])').first().click()
  await photosIn(page).first().click()
  await page.getByLabel('说明（可以不写）').fill('讨论土地发包')
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click()
  await expect(part(page).getByText('讨论土地发包', { exact: true })).toBeVisible()
  await photosIn(page).first().click()
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await expect(photosIn(page)).toHaveCount(0)
  await page.getByRole('button', { name: '撤销' }).click()
  await expect(photosIn(page)).toHaveCount(1)
  await secretary.expectSync('confirmed', 0)
  expect(secretary.complaints).toEqual([])
})

test('photos of a draft that was discarded are shown where they wait, and go only when somebody gives them up', async ({
  enters,
}) => {
  const secretary = await enters('secretary', 'phone')
  const { page } = secretary
  await secretary.offline()
  await page.getByRole('link', { name: '记一次会议' }).click()
  await page.getByRole('button', { name: '党课', exact: true }).click()
  const photo = { name: 'IMG_3.jpg', mimeType: 'image/jpeg', buffer: await photoFrom(page, 13) }
  await choose(page, '选照片').setInputFiles(photo)
  // Chosen while the photo is being made small: it waits for its turn.
  const paper = Buffer.from('%PDF-1.4\n提纲\n%%EOF\n')
  await choose(page, '选文件').setInputFiles({
    ...{ name: '党课提纲.pdf', mimeType: 'application/pdf', buffer: paper },
  })
  await expect(part(page).getByText('党课提纲.pdf')).toBeVisible()
  await expect(photosIn(page)).toHaveCount(1)
  // While somebody is writing they simply wait for him.
  await page.goto('/sync')
  const left = page.getByRole('region', { name: '草稿已删掉，没处放的照片和材料' })
  await expect(page.getByRole('region', { name: '没送达的照片和材料' })).toContainText('2 个')
  await expect(left).toBeHidden()

  await page.goto('/meetings')
  await page.getByRole('button', { name: '丢弃' }).click()
  await secretary.page.goto('/me')
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByRole('dialog', { name: '还有 2 条没有送达' })).toBeVisible()
  await page.getByRole('link', { name: '看看是哪些' }).click()
  await expect(page.getByRole('region', { name: '没送达的照片和材料' })).toBeHidden()
  await expect(left).toContainText('党课提纲.pdf')
  await expect
    .poll(() => left.locator('img').evaluate((each: HTMLImageElement) => each.naturalWidth))
    .toBeGreaterThan(100)
  await expectReadable(page)

  await left.getByRole('button', { name: '不要了…' }).click()
  const dialog = page.getByRole('dialog', { name: '删掉这 2 个照片和材料？' })
  await expect(dialog).toContainText('它们只在本机，镇里没有')
  await dialog.getByRole('button', { name: '先留着' }).click()
  await expect(left).toContainText('党课提纲.pdf')
  await left.getByRole('button', { name: '不要了…' }).click()
  await dialog.getByRole('button', { name: '删掉，不要了' }).click()
  await expect(left).toBeHidden()
  await expect(page.getByText('没有待发送的记录', { exact: true })).toBeVisible()
  await page.goto('/me')
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByRole('dialog', { name: '退出登录' })).toBeVisible()
  expect(secretary.complaints).toEqual([])
})
