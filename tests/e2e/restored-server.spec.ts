// The server's machine is gone, and yesterday's backup becomes the server: what a phone knew, wrote, photographed and had not sent.
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { Actor } from './harness/actor.ts'
import { fileAddress } from '../../sync/wire/files.ts'
import { ByHand } from './harness/by-hand.ts'
import { photoFrom } from './harness/gps-photo.ts'
import { StoryServer, root } from './harness/server.ts'

const [before, after, unsent] = ['备份以前的会', '备份以后送到的会', '还没有送出的会'] as const
const written: readonly string[] = [before, after, unsent]

async function writeMeeting(page: Page, topic: string, withPhoto = false): Promise<void> {
  await page.goto('/meetings/new')
  await page.getByRole('button', { name: '主题党日', exact: true }).click()
  await page.getByRole('button', { name: /^主题 / }).click()
  await page.getByRole('textbox', { name: '主题', exact: true }).fill(topic)
  await page.getByRole('button', { name: '全到' }).click()
  if (withPhoto) {
    const buffer = await photoFrom(page, 7)
    const photos = page.getByRole('region', { name: '照片和材料' })
    await photos
      .getByLabel('选照片')
      .setInputFiles({ name: '1.jpg', mimeType: 'image/jpeg', buffer })
    await expect(photos.getByRole('button', { name: /^看大图/ })).toHaveCount(1)
  }
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('link', { name: '修改', exact: true })).toBeVisible()
}

function branchbook(...words: readonly string[]): string {
  const command = spawnSync('npx', ['branchbook', ...words], { cwd: root, encoding: 'utf8' })
  expect(command.status, command.stderr).toBe(0)
  return command.stdout
}

test('A4, R2, D1, D5: after a restore the phone resumes by itself, sends what it had not sent, and offers again what only the lost server had taken', async ({
  browser,
  server,
}) => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'branchbook-story-backup-'))
  let current = server
  const secretary = await Actor.at('phone', browser, () => current.port)
  await secretary.signIn('secretary')
  await writeMeeting(secretary.page, before)
  await secretary.expectSync('confirmed', 0)

  // While the server runs.
  const file = join(elsewhere, 'book.tar.gz')
  branchbook('backup', file, '--data', server.dataFolder)
  await writeMeeting(secretary.page, after, true)
  await secretary.expectSync('confirmed', 0)
  await secretary.offline()
  await writeMeeting(secretary.page, unsent)
  await server.stop()

  branchbook('restore', file, join(elsewhere, 'data'))
  current = await StoryServer.start({ data: { copyOf: join(elsewhere, 'data') } })
  await secretary.online()

  const topics = async () => {
    const rows = await (await ByHand.as('township', current)).rows()
    return rows.map(({ body }) => body['topic']).filter((topic) => written.includes(String(topic)))
  }
  await expect.poll(topics, { timeout: 60_000 }).toHaveLength(3)
  await secretary.expectSync('confirmed', 0)
  expect((await topics()).sort()).toEqual([...written].sort())
  // The server lost the photo as well, and it lay on the phone still.
  const hand = await ByHand.as('township', current)
  const photo = (await hand.rows()).find(({ type }) => type === 'attachment')
  const address = fileAddress(String(photo?.body['digest']), photo?.id ?? '')
  await expect.poll(async () => (await hand.get(address)).status, { timeout: 60_000 }).toBe(200)
  await secretary.expectSync('confirmed', 0)
  // Its roll came back with it.
  const { page } = secretary
  await page.goto('/meetings')
  for (const topic of written) await expect(page.getByText(topic)).toBeVisible()
  await page.getByText(after).click()
  await expect(page.getByText('实到 28 人')).toBeVisible()
  // Asked whether it has the photo, the server says no: that is what the browser complains of.
  const [asked, ...others] = secretary.complaints
  expect(asked).toContain(`404 (Not Found) ${new URL(address, 'http://x').pathname}`)
  expect(others).toEqual([])

  await secretary.leave()
  await current.stop()
  await current.forget()
  await rm(elsewhere, { recursive: true, force: true })
})
